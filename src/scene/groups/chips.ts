import { vecGet } from '../../lib/vec.ts';
import type { GroupSides, MemberSides } from '../../sim/read/group-sides.ts';
import { brokerState } from '../../sim/read/nodes.ts';
import type { PartitionId } from '../../sim/world.ts';
import type { Frame } from '../frame.ts';
import { hueOf } from '../hue.ts';
import type { ChipMark } from '../marks.ts';
import type { ClusterState } from '../partition-state.ts';
import { textWidth } from '../text.ts';
import { counted, listed } from '../words/phrases.ts';
import { holdWords } from './hold-words.ts';

/**
 * What a member is to a partition. `reads`; `leaderless`: would, and nobody leads it; `gives`: has it and gives it up; `comes`: the
 * coordinator says so, it has not heard yet or waits; `still`: it has it and its process does not run on; `believes`: it has it, and the
 * coordinator has given it to nobody or to another.
 */
export type Hold = 'reads' | 'leaderless' | 'gives' | 'comes' | 'still' | 'believes';

export interface Held {
  readonly partition: PartitionId;
  readonly hold: Hold;
}

/** What a member has or is to have, by partition. */
export function heldBy(state: ClusterState, group: GroupSides, member: MemberSides): Held[] {
  const { owned, assigned, revoking } = member;
  const all = [...new Set([...owned, ...assigned])].sort((a, b) => a - b);
  return all.map((partition) => ({
    partition,
    hold: holdOf(state, group, member, owned, assigned, revoking, partition),
  }));
}

function holdOf(
  state: ClusterState,
  group: GroupSides,
  { status, subscribed }: MemberSides,
  owned: readonly PartitionId[],
  assigned: readonly PartitionId[],
  revoking: readonly PartitionId[],
  partition: PartitionId,
): Hold {
  if (!owned.includes(partition)) return 'comes';
  if (revoking.includes(partition)) return 'gives';
  const known = group.state !== '' && subscribed;
  if (known && !assigned.includes(partition)) return 'believes';
  if (status !== 'running') return 'still';
  return (state.partitions[partition]?.leader ?? -1) < 0 ? 'leaderless' : 'reads';
}

/** Committed records that the group has not committed yet, over these partitions; null where none has a leader. */
export function lagOf(state: ClusterState, group: GroupSides, partitions: readonly PartitionId[]): number | null {
  let lag: number | null = null;
  for (const partition of partitions) {
    const leader = state.partitions[partition]?.leader ?? -1;
    const broker = leader < 0 ? null : brokerState(state.world, leader);
    const log = broker === null ? null : (vecGet(broker.replicas, partition)?.log ?? null);
    if (log === null) continue;
    const from = group.committed.find((one) => one.partition === partition)?.offset ?? log.logStartOffset;
    lag = (lag ?? 0) + Math.max(0, log.highWatermark - from);
  }
  return lag;
}

/** What a member has in words: `reads rides-0 and rides-1, gives up rides-2`; a part for each way of having. */
export function heldTexts(held: readonly Held[], name: (partition: PartitionId) => string): readonly string[] {
  const holds = [...new Set(held.map(({ hold }) => hold))];
  return holds.map((hold) => {
    const names = held.filter((one) => one.hold === hold).map(({ partition }) => name(partition));
    return `${holdWords[hold]} ${names.length > MOST_NAMED ? counted(names.length, 'partition') : listed(names)}`;
  });
}

/** More partitions are counted in a sentence. */
const MOST_NAMED = 6;

/** Committed records that a member has yet to read; what only it believes to have is another's. */
export function lagOfMember(state: ClusterState, group: GroupSides, held: readonly Held[]): number | null {
  const own = held.filter(({ hold }) => hold !== 'believes').map(({ partition }) => partition);
  return own.length === 0 ? null : lagOf(state, group, own);
}

/** `P0`; with the topic's name where the group reads more than one. */
export function chipName(state: ClusterState, group: GroupSides, partition: PartitionId): string {
  const view = state.partitions[partition];
  const number = view?.partition ?? 0;
  return readsMore(state, group) ? `${view?.topic.slice(0, 8) ?? ''} ${number}` : `P${number}`;
}

/** Beside the groups that they are about: found out once for each. */
const known = new WeakMap<GroupSides, boolean>();

/** Does the group read more than one topic? */
function readsMore({ partitions }: ClusterState, group: GroupSides): boolean {
  const before = known.get(group);
  if (before !== undefined) return before;
  const first = group.members.flatMap(({ owned, assigned }) => [...owned.slice(0, 1), ...assigned.slice(0, 1)])[0];
  const topic = first === undefined ? undefined : partitions[first]?.topic;
  const isOther = (id: PartitionId) => partitions[id]?.topic !== topic;
  const more = group.members.some(({ owned, assigned }) => owned.some(isOther) || assigned.some(isOther));
  known.set(group, more);
  return more;
}

/** How wide all chips are, side by side. */
export function chipsWidth({ metrics }: Frame, state: ClusterState, group: GroupSides, held: readonly Held[]): number {
  const widths = held.map(({ partition, hold }) => widthOf(chipText(state, group, partition, hold), metrics.small) + 5);
  return widths.reduce((sum, width) => sum + width, -5);
}

function chipText(state: ClusterState, group: GroupSides, partition: PartitionId, hold: Hold): string {
  const name = chipName(state, group, partition);
  return hold === 'believes' ? `${name}?` : name;
}

function widthOf(text: string, size: number): number {
  return textWidth(text, size, 'mono') + 10;
}

/**
 * Chips on a line of a member's box, from `left` on. A chip is filled while the member reads the partition.
 * @param place where they begin, the middle of their line, and the pixels up to what stands at its end
 * @returns null where they do not all fit
 */
export function memberChips(
  frame: Frame,
  state: ClusterState,
  group: GroupSides,
  place: { readonly left: number; readonly y: number; readonly room: number },
  held: readonly Held[],
  running: boolean,
): ChipMark[] | null {
  const { metrics } = frame;
  const height = metrics.small + 8;
  const { left, y, room } = place;
  const end = left + room;
  let x = left;
  const chips: ChipMark[] = [];
  for (const { partition, hold } of held) {
    const text = chipText(state, group, partition, hold);
    const width = widthOf(text, metrics.small);
    if (x + width > end) return null;
    chips.push({
      key: `${partition}`,
      hue: hueOf(partition),
      box: { x, y: y - height / 2, width, height },
      text,
      after: '',
      filled: hold === 'reads' || (hold === 'believes' && running),
      ...(hold === 'gives' ? { struck: true } : {}),
    });
    x += width + 5;
  }
  return chips;
}
