import type { History } from '../../sim/facts/fold.ts';
import { pastOf, type GroupPast } from '../../sim/facts/folds/rebalances.ts';
import type { GroupTimerView } from '../../sim/read/group-timers.ts';
import type { GroupSides } from '../../sim/read/group-sides.ts';
import type { Micros } from '../../sim/time.ts';
import type { Frame, GroupFrame } from '../frame.ts';
import { READERS } from '../hue.ts';
import type { ClientMark, GroupMark, TimerMark } from '../marks.ts';
import type { ClusterState } from '../partition-state.ts';
import { keyOf, type Thing } from '../thing.ts';
import { chipName } from './chips.ts';
import { headTexts } from './head.ts';
import { memberMark, ring, ringWidth, timeLeft } from './member.ts';
import type { GroupMarks } from './part.ts';
import { groupPasts } from './pasts.ts';
import { briefly, groupSentences } from './words.ts';

/** Shorter waits are over before they can be read. */
const LEAST_TOTAL: Micros = 20_000;

/** The groups of a picture with their members, and the timers that run out. */
export function groupMarks(
  frame: Frame,
  state: ClusterState,
  groups: readonly GroupSides[],
  history: History | undefined,
  at: Micros,
): GroupMarks {
  const past = groupPasts(history);
  const marks: GroupMark[] = [];
  const members: ClientMark[] = [];
  const timers: TimerMark[] = [];
  for (const place of frame.groups) {
    const reader = groups.findIndex(({ groupId }) => groupId === place.group);
    const group = groups[reader];
    if (group === undefined) continue;
    const { mark, timer } = groupMark(frame, state, group, place, reader % READERS, past, at);
    marks.push(mark);
    if (timer !== null) timers.push(timer);
    for (const { node, box } of place.members) {
      const member = group.members.find((one) => one.node === node);
      if (member === undefined) continue;
      const drawn = memberMark(frame, state, group, member, box, place.slim, reader % READERS, past, at);
      members.push(drawn.mark);
      if (drawn.timer !== null) timers.push(drawn.timer);
    }
  }
  return { groups: marks, members, timers };
}

function groupMark(
  frame: Frame,
  state: ClusterState,
  group: GroupSides,
  { box, head, more }: GroupFrame,
  reader: number,
  past: readonly GroupPast[],
  at: Micros,
): { readonly mark: GroupMark; readonly timer: TimerMark | null } {
  const { metrics } = frame;
  const { small } = metrics;
  const thing: Thing = { kind: 'group', group: group.groupId };
  const running = timerOf(group, at);
  const still = isDisturbed(group, past);
  const notes = noteTexts(state, group, past, at);
  const { ringAt, ...texts } = headTexts(group, box, head, metrics, {
    ring: running === null ? 0 : ringWidth(frame, timeLeft(running, at)),
    notes,
    urgent: still,
  });
  return {
    timer: running === null || ringAt === null ? null : ring(frame, group, running, ringAt, 'the group', at),
    mark: {
      key: keyOf(thing),
      thing,
      box,
      ...texts,
      look: group.state === '' ? 'unknown' : group.state === 'Stable' || group.state === 'Empty' ? 'stable' : 'moving',
      reader,
      more:
        more === null
          ? null
          : {
              key: `more ${group.groupId}`,
              box: more.box,
              text: `${more.count} more${more.box.width > 9 * small ? ' members' : ''}`,
            },
      label: [...groupSentences(state.world, [group]), still ? `${notes[0] ?? ''}.` : ''].join(' ').trim(),
    },
  };
}

/** The timer of the group as a whole; without one, that of a member that is gone and still counted. */
function timerOf({ timers }: GroupSides, at: Micros): GroupTimerView | null {
  const whole = timers.find(({ kind, total }) => (kind === 'join' || kind === 'sync') && total >= LEAST_TOTAL);
  if (whole !== undefined) return whole.deadline > at ? whole : null;
  return timers.find(({ node, kind }) => node < 0 && kind === 'session') ?? null;
}

/** Does some partition stand still, or is somebody counted who is gone? */
function isDisturbed({ groupId, members }: GroupSides, past: readonly GroupPast[]): boolean {
  const reads = pastOf(past, groupId)?.reads ?? [];
  return reads.some(({ stoppedAt }) => stoppedAt !== null) || members.some(({ node }) => node < 0);
}

/** What is to be said of a group besides its state, the most telling first and each the fullest first. */
function noteTexts(state: ClusterState, group: GroupSides, past: readonly GroupPast[], at: Micros): string[] {
  const reads = pastOf(past, group.groupId)?.reads ?? [];
  const still = reads.filter(({ stoppedAt }) => stoppedAt !== null);
  if (still.length > 0 && group.state !== 'Empty' && group.state !== '') {
    const longest = briefly(at - Math.min(...still.map(({ stoppedAt }) => stoppedAt ?? at)));
    const names = still.map(({ partition }) => chipName(state, group, partition)).join(' ');
    const count = `${still.length} ${still.length === 1 ? 'partition' : 'partitions'}`;
    const named = still.length <= 4 ? [`nobody reads ${names} for ${longest}`, `${names} stopped ${longest}`] : [];
    return [
      ...named,
      `${count} stopped for ${longest}`,
      `${still.length} stopped ${longest}`,
      `${still.length} stopped`,
    ];
  }
  const ghosts = group.members.filter(({ node }) => node < 0);
  if (ghosts.length > 0) {
    const who = ghosts.length === 1 ? `an earlier ${ghosts[0]?.name ?? ''}` : `${ghosts.length} that are gone`;
    return [`counts ${who} still`, `${ghosts.length} gone, still counted`, `${ghosts.length} gone`];
  }
  if (group.coordinator < 0) return [];
  return [`coordinator: broker ${group.coordinator}`, `broker ${group.coordinator}`];
}
