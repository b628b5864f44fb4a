import { pastOf, type GroupPast } from '../../sim/facts/folds/rebalances.ts';
import type { ConsumerState } from '../../sim/client/state.ts';
import type { GroupTimerView } from '../../sim/read/group-timers.ts';
import type { GroupSides, MemberSides } from '../../sim/read/group-sides.ts';
import { nodeOf } from '../../sim/read/nodes.ts';
import type { Micros } from '../../sim/time.ts';
import type { Box } from '../box.ts';
import type { Frame } from '../frame.ts';
import type { ClientMark, TimerMark } from '../marks.ts';
import type { ClusterState } from '../partition-state.ts';
import { drainingArc } from '../path.ts';
import { clip, clipStart, textWidth } from '../text.ts';
import { keyOf, type Thing } from '../thing.ts';
import { visible } from '../tile-text.ts';
import { secondsText } from '../zookeeper-mark.ts';
import { chipsWidth, heldBy, heldTexts, lagOfMember, memberChips, type Held } from './chips.ts';
import { memberWord, type MemberNow } from './words.ts';

/** A session is quiet while its member is heard of in time; a program may take a part of its interval. */
const SILENT_BELOW = 0.6;
const SLOW_BELOW = 0.85;

/** The timer that stands in a member's box: of several the one that takes it out of the group first. */
export function timerOf(group: GroupSides, { memberId, node }: MemberSides, at: Micros): GroupTimerView | null {
  const own = group.timers.filter(
    (timer) => timer.node === node && timer.node >= 0 && (timer.memberId === memberId || timer.kind === 'poll'),
  );
  const shown = own.filter((timer) => {
    const share = shareLeft(timer, at);
    return timer.kind === 'rebalance' || share < (timer.kind === 'poll' ? SLOW_BELOW : SILENT_BELOW);
  });
  return shown.sort((a, b) => a.deadline - b.deadline)[0] ?? null;
}

/** What is left of a timer at an instant, as a share of all of it. */
function shareLeft({ deadline, total }: GroupTimerView, at: Micros): number {
  return total <= 0 ? 0 : Math.max(0, Math.min(1, (deadline - at) / total));
}

/** What a timer will do to a member, in words. */
export function timerWords(timer: GroupTimerView, name: string, at: Micros): string {
  const left = timeLeft(timer, at);
  switch (timer.kind) {
    case 'session':
      return `in ${left} the coordinator gives ${name} up, unless it hears from it`;
    case 'rebalance':
      return `in ${left} the coordinator gives ${name} up, unless it gives its partitions back`;
    case 'poll':
      return `in ${left} ${name} leaves the group, unless its program calls poll()`;
    case 'join':
      return `in ${left} the group goes on without those who have not joined`;
    case 'sync':
      return `in ${left} the group goes on without those who have not asked for their assignment`;
  }
}

export interface DrawnMember {
  readonly mark: ClientMark;
  readonly timer: TimerMark | null;
}

/** A member's box: its name, how it is, chips of its partitions, its lag or a timer that runs out. */
export function memberMark(
  frame: Frame,
  state: ClusterState,
  group: GroupSides,
  member: MemberSides,
  box: Box,
  slim: boolean,
  reader: number,
  past: readonly GroupPast[],
  at: Micros,
): DrawnMember {
  const { metrics } = frame;
  const { small } = metrics;
  const thing: Thing = { kind: 'consumer', node: member.node };
  const pad = metrics.token.pad + 4;
  const room = box.width - 2 * pad;
  const held = heldBy(state, group, member);
  const stopped = stoppedFor(past, group.groupId, member, at);
  const { words, fault } = memberWord(group, member, held, memberNowOf(state, member, stopped));
  const name = visible(member.name);
  const full = textWidth(name, metrics.text, 'mono');
  const flat = box.height < metrics.group.member.height;
  const chipLine = flat ? box.y + box.height / 2 : box.y + box.height - pad + 4 - (small + 8) / 2;
  const timer = timerOf(group, member, at);
  const end = box.x + box.width - pad;
  const mark = timer === null ? null : ring(frame, group, timer, { end, y: chipLine }, member.name, at);
  const lag = lagOfMember(state, group, held);
  const ringed = mark === null ? 0 : ringWidth(frame, mark.text) + 8;
  const running = member.status === 'running';
  // On one line the chips come first, and what is left is the note's.
  const chipRoom = flat && held.length > 0 ? Math.min(room / 2, chipsWidth(frame, state, group, held)) + 20 : 0;
  const noteRoom = room - full - 8 - (flat ? ringed + chipRoom : 0);
  const note = words.find((text) => textWidth(text, small, 'bold') <= noteRoom) ?? '';
  const noteWidth = note === '' ? 0 : textWidth(note, small, 'bold') + 8;
  const nameRoom = room - noteWidth - (flat ? ringed + chipRoom : 0);
  const lagText = mark !== null || lag === null || (flat && note !== '') ? '' : `lag ${lag}`;
  const taken = (mark !== null ? ringed : textWidth(lagText, small, 'regular')) + 6 + (flat ? noteWidth : 0);
  const left = box.x + pad + (flat ? Math.min(full, nameRoom) + 14 : 0);
  const roomTo = (right: number) => ({ left, y: chipLine, room: right - left });
  const beside = memberChips(frame, state, group, roomTo(end - taken), held, running);
  const chips =
    beside ?? (mark === null && !flat ? memberChips(frame, state, group, roomTo(end), held, running) : null);
  // Chips that do not fit are counted: on a line of their own, or at its end where there is one line alone.
  const count = `${held.length} ${held.length === 1 ? 'partition' : 'partitions'}`;
  const counts = [`${count}${lagText === '' ? '' : ` · ${lagText}`}`, count, `${held.length} P`];
  const countRoom = end - left - (mark === null ? 0 : ringed) - (flat ? noteWidth : 0);
  const counted = counts.find((text) => textWidth(text, small, 'regular') <= countRoom) ?? '';
  const lines = chips === null && !flat ? [counted] : [];
  const aside = beside !== null ? lagText : chips === null && flat && note === '' && mark === null ? counted : '';
  return {
    timer: mark,
    mark: {
      key: keyOf(thing),
      thing,
      box,
      kind: 'member',
      name: slim ? clipStart(name, nameRoom, metrics.text, 'mono') : clip(name, nameRoom, metrics.text, 'mono'),
      note,
      noteEnd: end - (flat ? ringed : 0),
      look: lookOf(state, member),
      fault,
      lines,
      chips: chips ?? [],
      reader,
      aside,
      label: labelOf(state, group, member, held, words[0] ?? '', lag),
    },
  };
}

function labelOf(
  state: ClusterState,
  { groupId }: GroupSides,
  { name, counted }: MemberSides,
  held: readonly Held[],
  word: string,
  lag: number | null,
): string {
  const partitions = heldTexts(held, (id) => state.partitions[id]?.name ?? String(id));
  const parts = [
    `consumer ${name.slice(0, 60)} of group ${groupId.slice(0, 60)}`,
    counted === null ? 'not a member now' : '',
    word,
    partitions.join(', ') || 'no partition',
    lag === null ? '' : `lag ${lag}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** What its process is at. @param stopped how long its partitions stand still */
export function memberNowOf({ world }: ClusterState, { node }: MemberSides, stopped: Micros | null): MemberNow {
  if (node < 0) return { stopped, busy: false, failed: null, started: true };
  const { state, incarnation } = nodeOf(world, node);
  const { group, busyUntil, failed } = state as ConsumerState;
  const busy = (group !== null && group.program.step !== 'polling') || busyUntil > world.now;
  return { stopped, busy, failed, started: incarnation > 0 };
}

function lookOf({ world }: ClusterState, { node, status }: MemberSides): ClientMark['look'] {
  if (status === 'running') return 'running';
  return status === 'frozen' || nodeOf(world, node).incarnation === 0 ? 'uncertain' : 'gone';
}

/** How long partitions that this member was the last to read stand still; null: none does, or nobody remembers. */
export function stoppedFor(
  past: readonly GroupPast[],
  group: string,
  { node }: Pick<MemberSides, 'node'>,
  at: Micros,
): Micros | null {
  const since = (pastOf(past, group)?.reads ?? []).flatMap((one) =>
    one.node === node && one.stoppedAt !== null ? [one.stoppedAt] : [],
  );
  return since.length === 0 ? null : Math.max(0, at - Math.min(...since));
}

/** The width of {@link ring} with that text. */
export function ringWidth({ metrics }: Frame, text: string): number {
  return 2 * metrics.small * 0.55 + 5 + textWidth(text, metrics.small, 'regular');
}

/** What is left of a timer, as it stands beside its ring. */
export function timeLeft({ deadline }: GroupTimerView, at: Micros): string {
  return secondsText(Math.max(0, deadline - at));
}

/** A ring that drains, with the seconds that are left after it; it ends at `end`. */
export function ring(
  { metrics }: Frame,
  { groupId }: GroupSides,
  timer: GroupTimerView,
  { end, y }: { readonly end: number; readonly y: number },
  name: string,
  at: Micros,
): TimerMark {
  const { small } = metrics;
  const radius = small * 0.55;
  const text = timeLeft(timer, at);
  const share = Math.round(shareLeft(timer, at) * 100) / 100;
  return {
    key: `${groupId} ${timer.kind} ${timer.node} ${timer.memberId}`,
    at: { x: end - textWidth(text, small, 'regular') - 5 - radius, y },
    radius,
    arc: drainingArc(share, radius - Math.max(2, radius * 0.42), radius),
    text,
    label: timerWords(timer, name, at),
  };
}
