import type { ConsumerView } from '../sim/read/clients.ts';
import type { GroupSides } from '../sim/read/group-sides.ts';
import type { NodeId } from '../sim/world.ts';
import type { ClusterState } from './partition-state.ts';
import type { Frame, RowFrame } from './frame.ts';
import { READERS } from './hue.ts';
import type { PositionMark } from './marks.ts';
import { clip, textWidth } from './text.ts';
import { boundaryX, geometryOf } from './tile-geometry.ts';
import { visible } from './tile-text.ts';

/**
 * Triangles in the leader's cell, each on the boundary before the next record its reader will read: it reads from the leader, and
 * it has read what stands left of the triangle.
 * Hollow ones are what a group has committed: where it would go on.
 * @param windows first offset shown, by row
 */
export function positionsOf(
  frame: Frame,
  state: ClusterState,
  consumers: readonly ConsumerView[],
  windows: readonly number[],
  groups: readonly GroupSides[],
): PositionMark[] {
  const marks: PositionMark[] = [];
  frame.rows.forEach((row, i) => {
    if (row.slots === 0) return;
    const leader = state.partitions[row.partition]?.leader ?? -1;
    const column = frame.columns.findIndex(({ broker }) => broker === leader);
    if (column >= 0) marks.push(...inCell(frame, row, column, consumers, windows[i] ?? 0, groups));
  });
  return marks;
}

function inCell(
  frame: Frame,
  row: RowFrame,
  column: number,
  consumers: readonly ConsumerView[],
  from: number,
  groups: readonly GroupSides[],
): PositionMark[] {
  const { metrics } = frame;
  const box = row.cells[column];
  if (box === undefined) return [];
  const geometry = geometryOf(box, row, metrics);
  const read = consumers.flatMap((consumer): Place[] =>
    consumer.positions
      .filter(({ partition, position }) => partition === row.partition && position !== null)
      .map(({ position }) => {
        const group = groupOf(groups, consumer.node);
        const { node } = consumer;
        const offset = position ?? 0;
        const both = offset === committedIn(group, row.partition);
        const name = group?.groupId ?? consumer.name;
        return { node, name, reader: readerOf(groups, consumers, node), offset, committed: false, both };
      }),
  );
  const kept = groups.flatMap((group, reader): Place[] => {
    const offset = committedIn(group, row.partition);
    const shown = offset === null || read.some((one) => one.both && one.reader === reader % READERS);
    return shown
      ? []
      : [{ node: -1 - reader, name: '', reader: reader % READERS, offset, committed: true, both: false }];
  });
  const found = [...read, ...kept];
  const byOffset = found.sort((a, b) => a.offset - b.offset || a.reader - b.reader);
  const size = metrics.cell.marks;
  const many = consumers.length - groups.reduce((sum, { members }) => sum + Math.max(0, members.length - 1), 0) > 1;
  const placeOf = (offset: number): number => Math.min(Math.max(offset, from), from + row.slots);
  const crowds = new Map<number, number>();
  for (const { offset } of byOffset) crowds.set(placeOf(offset), (crowds.get(placeOf(offset)) ?? 0) + 1);
  const shared = new Map<number, number>();
  return byOffset.map(({ node, name: whose, reader, offset, committed, both }, i) => {
    const off = offset < from ? 'before' : offset > from + row.slots ? 'after' : null;
    const shown = placeOf(offset);
    // Readers at one boundary stand beside one another round it, not on top of each other, and inside the cell.
    const beside = shared.get(shown) ?? 0;
    shared.set(shown, beside + 1);
    const boundary = boundaryX(geometry, from, shown, metrics);
    const rest = (crowds.get(shown) ?? 1) - 1;
    const first = rest === 0 ? boundary : Math.min(boundary, box.x + box.width - 3 - size / 2 - rest * (size + 1));
    const x = first + beside * (size + 1);
    const next = byOffset[i + 1];
    const room =
      next === undefined
        ? box.x + box.width - x - size
        : boundaryX(geometry, from, next.offset, metrics) - x - size - 2;
    const name = clip(visible(whose), Math.min(room, 4 * geometry.pitch), metrics.small, 'regular');
    return {
      key: `${node}@${row.partition}`,
      consumer: node,
      reader,
      partition: row.partition,
      offset,
      committed,
      both,
      at: { x, y: geometry.marksTop + 2 },
      off,
      name: many && textWidth(name, metrics.small, 'regular') > metrics.small ? name : '',
    };
  });
}

/** A triangle of a cell before it has its place. */
interface Place {
  /** Below 0: a group's commit. */
  readonly node: NodeId;
  readonly name: string;
  readonly reader: number;
  readonly offset: number;
  readonly committed: boolean;
  readonly both: boolean;
}

function groupOf(groups: readonly GroupSides[], node: NodeId): GroupSides | null {
  return groups.find(({ members }) => members.some((member) => member.node === node)) ?? null;
}

function committedIn(group: GroupSides | null, partition: number): number | null {
  return group?.committed.find((one) => one.partition === partition)?.offset ?? null;
}

/** The hue of a consumer's triangles: members have their group's, the others follow after the groups. */
export function readerOf(groups: readonly GroupSides[], consumers: readonly ConsumerView[], node: NodeId): number {
  const group = groupOf(groups, node);
  if (group !== null) return groups.indexOf(group) % READERS;
  const alone = groups.length === 0 ? consumers : consumers.filter((one) => groupOf(groups, one.node) === null);
  return (groups.length + alone.findIndex((one) => one.node === node)) % READERS;
}
