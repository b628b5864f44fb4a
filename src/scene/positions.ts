import type { ConsumerView } from '../sim/read/clients.ts';
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
 * @param windows first offset shown, by row
 */
export function positionsOf(
  frame: Frame,
  state: ClusterState,
  consumers: readonly ConsumerView[],
  windows: readonly number[],
): PositionMark[] {
  const marks: PositionMark[] = [];
  frame.rows.forEach((row, i) => {
    if (row.slots === 0) return;
    const leader = state.partitions[row.partition]?.leader ?? -1;
    const column = frame.columns.findIndex(({ broker }) => broker === leader);
    if (column >= 0) marks.push(...inCell(frame, row, column, consumers, windows[i] ?? 0));
  });
  return marks;
}

function inCell(
  frame: Frame,
  row: RowFrame,
  column: number,
  consumers: readonly ConsumerView[],
  from: number,
): PositionMark[] {
  const { metrics } = frame;
  const box = row.cells[column];
  if (box === undefined) return [];
  const geometry = geometryOf(box, row, metrics);
  const found = consumers.flatMap((consumer, reader) =>
    consumer.positions
      .filter(({ partition, position }) => partition === row.partition && position !== null)
      .map(({ position }) => ({ consumer, reader, offset: position ?? 0 })),
  );
  const byOffset = found.sort((a, b) => a.offset - b.offset || a.reader - b.reader);
  const size = metrics.cell.marks;
  const shared = new Map<number, number>();
  return byOffset.map(({ consumer, reader, offset }, i) => {
    const off = offset < from ? 'before' : offset > from + row.slots ? 'after' : null;
    const shown = off === null ? offset : off === 'before' ? from : from + row.slots;
    // Readers at one boundary stand beside one another, not on top of each other.
    const beside = shared.get(shown) ?? 0;
    shared.set(shown, beside + 1);
    const x = boundaryX(geometry, from, shown, metrics) + beside * (size + 1);
    const next = byOffset[i + 1];
    const room =
      next === undefined
        ? box.x + box.width - x - size
        : boundaryX(geometry, from, next.offset, metrics) - x - size - 2;
    const name = clip(visible(consumer.name), Math.min(room, 4 * geometry.pitch), metrics.small, 'regular');
    return {
      key: `${consumer.node}@${row.partition}`,
      consumer: consumer.node,
      reader: reader % READERS,
      partition: row.partition,
      offset,
      committed: false,
      at: { x, y: geometry.marksTop + 2 },
      off,
      name: consumers.length > 1 && textWidth(name, metrics.small, 'regular') > metrics.small ? name : '',
    };
  });
}
