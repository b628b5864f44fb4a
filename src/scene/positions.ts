import type { ConsumerView } from '../sim/read/clients.ts';
import type { GroupSides } from '../sim/read/group-sides.ts';
import type { NodeId, PartitionId } from '../sim/world.ts';
import type { Box } from './box.ts';
import { barScale } from './cell-bar.ts';
import type { Frame, RowFrame } from './frame.ts';
import { READERS } from './hue.ts';
import { rememberedByKey } from './kept.ts';
import type { PositionMark, WindowMark } from './marks.ts';
import type { Metrics } from './metrics.ts';
import type { ClusterState } from './partition-state.ts';
import { clip, textWidth } from './text.ts';
import { boundaryX, geometryOf } from './tile-geometry.ts';
import { visible } from './tile-text.ts';

/**
 * Draws triangles in the leader's cell, each on the boundary before the next record its reader will read: it reads from the leader,
 * and it has read what stands left of the triangle. Hollow ones are what a group has committed: where it would go on.
 * A row is drawn again only when a reader has moved in it, or what it shows has.
 */
export function positionMaker() {
  const known = rememberedByKey<PositionMark[]>();
  /** @param windows what each row shows, by row */
  return (
    frame: Frame,
    state: ClusterState,
    consumers: readonly ConsumerView[],
    windows: readonly WindowMark[],
    groups: readonly GroupSides[],
  ): PositionMark[] => {
    const members = groups.reduce((sum, group) => sum + Math.max(0, group.members.length - 1), 0);
    const named = consumers.length - members > 1;
    const placesOf = placesByPartition(consumers, groups);
    const marks = frame.rows.flatMap((row, i) => {
      const leader = state.partitions[row.partition]?.leader ?? -1;
      const column = frame.columns.findIndex(({ broker }) => broker === leader);
      const [box, window] = [row.cells[column], windows[i]];
      if (box === undefined || window === undefined) return [];
      const places = placesOf(row.partition);
      const parts = [frame, box, window, named, ...places.flatMap(partsOf)];
      return known.get(`${row.partition}`, parts, () => {
        const ruler = rulerOf(frame, row, box, window);
        return ruler === null ? [] : inCell(ruler, row.partition, places, named, frame.metrics);
      });
    });
    known.endRound();
    return marks;
  };
}

/** Where offsets are in a cell. */
interface Ruler {
  /** The offsets at its ends. */
  readonly first: number;
  readonly last: number;
  /** Where the boundary before an offset is. */
  readonly x: (offset: number) => number;
  /** Where the tips of triangles are. */
  readonly y: number;
  readonly size: number;
  readonly box: Box;
}

/** Null: the cell shows no offsets. */
function rulerOf(frame: Frame, row: RowFrame, box: Box, { from, start, end }: WindowMark): Ruler | null {
  const { metrics } = frame;
  if (row.level === 'heat') return null;
  if (row.level === 'bars') {
    const last = Math.max(end, start + 1);
    const { track, x } = barScale(frame, box, from, last);
    return { first: from, last, x, y: track.y + track.height + 1, size: metrics.smallMarks, box };
  }
  const geometry = geometryOf(box, row, metrics);
  const dense = row.level === 'dense';
  return {
    first: from,
    last: from + row.slots,
    x: (offset) => boundaryX(geometry, from, offset, metrics),
    y: geometry.marksTop + (dense ? 1 : 2),
    size: dense ? metrics.smallMarks : metrics.cell.marks,
    box,
  };
}

/** Every position in a partition, and every commit where no position is that says it too. */
function placesByPartition(
  consumers: readonly ConsumerView[],
  groups: readonly GroupSides[],
): (partition: PartitionId) => readonly Place[] {
  const read = new Map<PartitionId, Place[]>();
  for (const consumer of consumers) {
    const { node } = consumer;
    const group = groupOf(groups, node);
    const name = group?.groupId ?? consumer.name;
    const reader = readerOf(groups, consumers, node);
    for (const { partition, position: offset } of consumer.positions) {
      if (offset === null) continue;
      const both = offset === committedIn(group, partition);
      const place = { node, name, reader, offset, committed: false, both };
      const others = read.get(partition);
      if (others === undefined) read.set(partition, [place]);
      else others.push(place);
    }
  }
  return (partition) => {
    const here = read.get(partition) ?? [];
    const kept = groups.flatMap((group, at): Place[] => {
      const offset = committedIn(group, partition);
      const reader = at % READERS;
      const shown = offset === null || here.some((one) => one.both && one.reader === reader);
      return shown ? [] : [{ node: -1 - at, name: '', reader, offset, committed: true, both: false }];
    });
    return [...here, ...kept].sort((a, b) => a.offset - b.offset || a.reader - b.reader);
  };
}

function partsOf({ node, name, reader, offset, both }: Place): readonly unknown[] {
  return [node, name, reader, offset, both];
}

/** @param named whose a triangle is, is said beside it */
function inCell(
  { first, last, x, y, size, box }: Ruler,
  partition: PartitionId,
  places: readonly Place[],
  named: boolean,
  metrics: Metrics,
): PositionMark[] {
  const shownAt = (offset: number): number => Math.min(Math.max(offset, first), last);
  const crowds = new Map<number, number>();
  for (const { offset } of places) crowds.set(shownAt(offset), (crowds.get(shownAt(offset)) ?? 0) + 1);
  const shared = new Map<number, number>();
  const step = size + 1;
  const xs = places.map(({ offset }) => {
    // Readers at one boundary stand beside one another round it, not on top of each other, and inside the cell.
    const shown = shownAt(offset);
    const beside = shared.get(shown) ?? 0;
    shared.set(shown, beside + 1);
    const half = (((crowds.get(shown) ?? 1) - 1) / 2) * step;
    const [least, most] = [box.x + 3 + size / 2 + half, box.x + box.width - 3 - size / 2 - half];
    return Math.max(least, Math.min(x(shown), most)) - half + beside * step;
  });
  return places.map(({ node, name: whose, reader, offset, committed, both }, i): PositionMark => {
    const at = { x: xs[i] ?? 0, y };
    const room = (xs[i + 1] ?? box.x + box.width) - at.x - size - 2;
    // Of several at one boundary the hue tells.
    const alone = crowds.get(shownAt(offset)) === 1;
    const name =
      named && alone ? clip(visible(whose), Math.min(room, 12 * metrics.small), metrics.small, 'regular') : '';
    return {
      key: `${node}@${partition}`,
      consumer: node,
      reader,
      partition,
      offset,
      committed,
      both,
      at,
      size,
      off: offset < first ? 'before' : offset > last ? 'after' : null,
      name: textWidth(name, metrics.small, 'regular') > metrics.small ? name : '',
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
