import type { RecordBatch } from '../../protocol/record-batch.ts';

/** Index of the first record in the batch at or after an offset; compaction may have left gaps. */
export function firstAt(batch: RecordBatch, offset: number): number {
  const { offsets, baseOffset, records } = batch;
  if (offsets === null) return Math.min(Math.max(offset - baseOffset, 0), records.length);
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The offset of a batch's record. */
export function offsetOf(batch: RecordBatch, index: number): number {
  return batch.offsets === null ? batch.baseOffset + index : (batch.offsets[index] as number);
}

/**
 * Goes over at most so many records at offsets [from, to) of these batches.
 * @returns how many there were, the offset after them (`to` when they were all), and the epoch of the last
 */
export function nextOffset(
  batches: readonly RecordBatch[],
  from: number,
  to: number,
  most: number,
): { readonly count: number; readonly offset: number; readonly leaderEpoch: number } {
  let count = 0;
  let offset = from;
  let leaderEpoch = -1;
  for (const batch of batches) {
    if (batch.control !== null || batch.lastOffset < from) continue;
    if (batch.baseOffset >= to || count >= most) break;
    const start = firstAt(batch, from);
    const end = firstAt(batch, to);
    const taken = Math.min(end - start, most - count);
    if (taken <= 0) continue;
    count += taken;
    offset = offsetOf(batch, start + taken - 1) + 1;
    leaderEpoch = batch.partitionLeaderEpoch;
  }
  const all = count < most || restIsEmpty(batches, offset, to);
  return { count, offset: all ? to : offset, leaderEpoch };
}

function restIsEmpty(batches: readonly RecordBatch[], from: number, to: number): boolean {
  return batches.every(
    (batch) => batch.control !== null || batch.lastOffset < from || firstAt(batch, from) >= firstAt(batch, to),
  );
}
