import type { GroupEntry } from '../broker/groups/state.ts';
import type { ConsumerState } from '../client/state.ts';
import type { GroupSettings } from '../group/settings.ts';
import { fromMs, type Micros } from '../time.ts';
import type { NodeId, NodeRecord } from '../world.ts';

/** A timer of a group that someone who watches wants to see run out. */
export interface GroupTimerView {
  /**
   * `join`: the wait for members to join (again); `sync`: for them to ask for their assignment; `session`: until a silent member is given
   * up; `rebalance`: until a member that has not given partitions back is; `poll`: until the member itself leaves, because its program
   * does not call poll().
   */
  readonly kind: 'join' | 'sync' | 'session' | 'rebalance' | 'poll';
  /** Whom it is about; -1: the whole group, or a member without a process. */
  readonly node: NodeId;
  readonly memberId: string;
  readonly deadline: Micros;
  readonly total: Micros;
}

/** The timers that a coordinator keeps of a group. `members` says which process each member is. */
export function groupTimers(
  { group, timers }: GroupEntry,
  settings: Pick<GroupSettings, 'consumerSessionTimeout'>,
  members: readonly { readonly node: NodeId; readonly memberId: string }[],
): GroupTimerView[] {
  if (group === null) return [];
  const classic = group.protocol === 'classic' ? group : null;
  const longest =
    classic === null ? 0 : Math.max(0, ...classic.members.map(({ rebalanceTimeout }) => rebalanceTimeout));
  return timers.flatMap(({ name, at }): GroupTimerView[] => {
    if (name === 'join' || name === 'sync') {
      const total = name === 'join' ? (classic?.initialDelay?.delay ?? longest) : longest;
      return [{ kind: name, node: -1, memberId: '', deadline: at, total }];
    }
    const dash = name.indexOf('-');
    const kind = name.slice(0, dash);
    const memberId = name.slice(dash + 1);
    if (kind !== 'session' && kind !== 'rebalance') return [];
    const node = members.find((member) => member.memberId === memberId)?.node ?? -1;
    const own = classic?.members.find((member) => member.memberId === memberId);
    const modern = group.protocol === 'consumer' ? group.members[memberId] : undefined;
    if (own === undefined && modern === undefined) return [];
    const total =
      kind === 'rebalance'
        ? fromMs(modern?.rebalanceTimeoutMs ?? 0)
        : (own?.sessionTimeout ?? settings.consumerSessionTimeout);
    return [{ kind, node, memberId, deadline: at, total }];
  });
}

/** Time until a member leaves by itself because its program works for too long (max.poll.interval.ms); null: its program is in poll(). */
export function pollTimer(node: NodeRecord): GroupTimerView | null {
  const { group } = node.state as ConsumerState;
  if (group === null || node.status !== 'running' || group.program.step === 'polling' || !group.subscribed) return null;
  const total = group.settings.maxPollInterval;
  return { kind: 'poll', node: node.id, memberId: group.member.memberId, deadline: group.polledAt + total, total };
}
