import type { PartitionId } from '../sim/world.ts';
import type { Choice } from './viewport.ts';

/**
 * The first offset that a row of tiles shows, for all its cells alike: the window follows the longest log's end. It moves on by a
 * quarter of its width at a time, so that tiles stand still while records arrive.
 * @param start the least log start of the row's replicas
 * @param end the greatest log end
 */
export function firstShown(choice: Choice, partition: PartitionId, slots: number, start: number, end: number): number {
  const held = choice.scrolled.find((row) => row.partition === partition);
  if (held !== undefined) return Math.min(Math.max(held.from, start), Math.max(start, end - 1));
  if (end - start <= slots) return start;
  const stride = Math.max(1, Math.floor(slots / 4));
  return Math.ceil((end - slots) / stride) * stride;
}

/** The offsets that the bars of a row stand for: enough to see how far the shortest is behind the longest. */
export function barSpan(start: number, least: number, end: number): { readonly from: number; readonly to: number } {
  const span = Math.max(24, 4 * (end - Math.max(start, least)));
  return { from: Math.max(start, end - span), to: Math.max(end, start + 1) };
}
