import { groupSidesOf, type GroupSides, type MemberSides } from '../../sim/read/group-sides.ts';
import type { Micros } from '../../sim/time.ts';
import type { World } from '../../sim/world.ts';
import { partitionName } from '../partition-name.ts';
import { counted, listed, quoted } from '../words/phrases.ts';
import type { Held } from './chips.ts';

/** Where a member stands, by its own word: classic members' and KIP-848's. */
const BELIEVES: { readonly [state: string]: string } = {
  UNJOINED: 'not joined',
  PREPARING_REBALANCE: 'joining',
  COMPLETING_REBALANCE: 'waits for its assignment',
  JOINING: 'joining',
  RECONCILING: 'takes over',
  ACKNOWLEDGING: 'takes over',
  FENCED: 'fenced',
  PREPARE_LEAVING: 'leaving',
  LEAVING: 'leaving',
  STALE: 'left: slow',
  UNSUBSCRIBED: 'not joined',
  FATAL: 'failed',
};

export interface MemberNow {
  readonly stopped: Micros | null;
  readonly busy: boolean;
  readonly failed: string | null;
  readonly started: boolean;
}

/** How a member is, the fullest words first; empty: it does what members do. */
export function memberWord(
  group: GroupSides,
  member: MemberSides,
  held: readonly Held[],
  now: MemberNow,
): { readonly words: readonly string[]; readonly fault: boolean } {
  const plain = (...words: readonly string[]) => ({ words, fault: false });
  const { stopped } = now;
  if (now.failed !== null) return { words: [`failed: ${now.failed}`, 'failed'], fault: true };
  if (!now.started) return plain('not started yet', 'not started', 'later');
  const gone = member.status === 'down' || member.status === 'off';
  if (gone)
    return plain(...(member.counted === null ? [] : ['dead, still counted', 'still counted']), 'not running', 'dead');
  const still =
    stopped === null ? [] : [`stopped for ${briefly(stopped)}`, `stopped ${briefly(stopped)}`, briefly(stopped)];
  if (member.status === 'frozen')
    return plain(...still.slice(0, 1).map((text) => text.replace('stopped', 'frozen')), 'frozen');
  const reads = held.some(({ hold }) => hold === 'reads');
  if (still.length > 0 && !reads) return plain(...still, 'stopped');
  if (!member.subscribed) return plain('by assign()');
  if (held.some(({ hold }) => hold === 'believes') && member.counted === null) return plain('not a member now', 'out');
  if (now.busy) return plain('at work');
  if (member.counted?.state === 'UNRELEASED_PARTITIONS')
    return plain('waits for others to give back', 'waits for others', 'waits');
  const believes = BELIEVES[member.believes];
  if (believes !== undefined) return plain(believes, ...(believes === 'waits for its assignment' ? ['waits'] : []));
  if (held.length === 0 && group.state === 'Stable') return plain('idle: no partition', 'no partition', 'idle');
  if (held.every(({ hold }) => hold === 'comes') && held.length > 0) return plain('waits');
  return plain();
}

/** A duration for a label that changes all the time: `840 ms`, `1.2 s`, `12 s`. */
export function briefly(micros: Micros): string {
  if (micros < 1_000_000) return `${Math.floor(micros / 10_000) * 10} ms`;
  return micros < 10_000_000 ? `${Math.floor(micros / 100_000) / 10} s` : `${Math.floor(micros / 1_000_000)} s`;
}

/** A group's state as Kafka names it, with its generation or epoch; the fullest first. */
export function stateTexts({
  state,
  generation,
  protocol,
  coordinator,
  loading,
  begun,
}: GroupSides): readonly string[] {
  if (!begun) return ['nobody has joined yet', 'not joined yet'];
  if (loading) return ['its coordinator is loading', 'loading'];
  if (coordinator < 0) return ['no coordinator'];
  if (state === '') return ['nobody has joined yet', 'not joined yet'];
  if (generation <= 0 && state === 'Empty') return [state];
  if (protocol === 'consumer') return [`${state} · epoch ${generation}`, state];
  return [`${state} · generation ${generation}`, `${state} · gen. ${generation}`, state];
}

/** group.protocol by Kafka's names, the fullest first; none where nobody knows. */
export function protocolTexts({ protocol }: GroupSides): readonly string[] {
  return protocol === null ? [] : [`${protocol} protocol`, protocol];
}

/** What a state means, for those who have not learned it by heart. */
const MEANS: { readonly [state: string]: string } = {
  Empty: 'nobody is in it; what it has committed is kept',
  PreparingRebalance: 'it waits until all members have joined (again)',
  CompletingRebalance: 'all have joined; it waits for the leader’s assignment',
  Assigning: 'the coordinator makes a new target assignment',
  Reconciling: 'members are on their way to the target assignment',
  Stable: 'everybody has what they are to read',
  Dead: 'it is gone',
};

/** The same for the sheet. */
export function stateMeaning(group: GroupSides): string {
  const [text = ''] = stateTexts(group);
  const means = MEANS[group.state];
  return group.coordinator < 0 || means === undefined ? text : `${text}: ${means}`;
}

/** Each group in a sentence. */
export function groupSentences(world: World, groups: readonly GroupSides[] = groupSidesOf(world)): readonly string[] {
  return groups.map((group) => {
    const [state = ''] = stateTexts(group);
    const where = group.coordinator < 0 ? '' : `, coordinated by broker ${group.coordinator}`;
    const members = group.members.filter(({ counted: one }) => one !== null);
    const who =
      members.length <= 3
        ? members.map(({ name, status, owned, assigned }) => {
            const has = status === 'running' ? owned : assigned;
            const names = listed(
              has.slice(0, 3).map((id) => partitionName(world, id)),
              'nothing',
            );
            const what = has.length > 3 ? counted(has.length, 'partition') : names;
            return `${quoted(name, 40)}${status === 'running' ? '' : ` (${status === 'frozen' ? 'frozen' : 'dead'})`} reads ${what}`;
          })
        : [];
    return `Group ${quoted(group.groupId, 60)}: ${[`${state}${where}`, counted(members.length, 'member'), ...who].join('; ')}.`;
  });
}
