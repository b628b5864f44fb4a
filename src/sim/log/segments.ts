import { vecGet } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { batchIndex } from './read.ts';
import type { ReplicaLog } from './replica-log.ts';
import { emptySegment, grown, NO_LIMITS, type Segment } from './segment.ts';

/**
 * Begins a new segment (UnifiedLog.roll): what was written before is flushed to the disk, which is the only flush that Kafka does
 * by itself while it runs.
 * @param baseOffset of the new segment: the offset of the batch that did not go into the old one
 */
export function roll(log: ReplicaLog, baseOffset: number, nowMs: number): ReplicaLog {
  return {
    batches: log.batches,
    first: log.first,
    logStartOffset: log.logStartOffset,
    logEndOffset: log.logEndOffset,
    highWatermark: log.highWatermark,
    epochs: log.epochs,
    producers: log.producers,
    flushedOffset: Math.max(log.flushedOffset, Math.min(baseOffset, log.logEndOffset)),
    checkpointedHighWatermark: log.checkpointedHighWatermark,
    sizeInBytes: log.sizeInBytes,
    segments: [...log.segments, log.active],
    active: emptySegment(baseOffset, nowMs),
    checkpointedLogStart: log.checkpointedLogStart,
    cleanedUpTo: log.cleanedUpTo,
  };
}

/** Every segment, oldest first, the active one last. */
export function allSegments(log: ReplicaLog): readonly Segment[] {
  return [...log.segments, log.active];
}

/** Index of the segment (the active one counts as the last) that an offset lies in; 0 for one before the first. */
export function segmentIndex(log: ReplicaLog, offset: number): number {
  if (offset >= log.active.baseOffset) return log.segments.length;
  let low = 0;
  let high = log.segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log.segments[middle] as Segment).baseOffset <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Where the segment of that index ends: the next one's base offset; the active one ends with the log. */
export function segmentEnd(log: ReplicaLog, index: number): number {
  if (index >= log.segments.length) return log.logEndOffset;
  return (log.segments[index + 1] ?? log.active).baseOffset;
}

/** Base offset of the oldest segment. */
export function firstBaseOffset(log: ReplicaLog): number {
  return (log.segments[0] ?? log.active).baseOffset;
}

/** Batches of the segment of that index, oldest first. */
export function batchesOfSegment(log: ReplicaLog, index: number): readonly RecordBatch[] {
  const segment = log.segments[index] ?? log.active;
  const end = index >= log.segments.length ? Number.MAX_SAFE_INTEGER : segmentEnd(log, index);
  const batches: RecordBatch[] = [];
  for (let at = batchIndex(log, segment.baseOffset); at < log.batches.length; at++) {
    const batch = vecGet(log.batches, at) as RecordBatch;
    if (batch.baseOffset >= end) break;
    batches.push(batch);
  }
  return batches;
}

/** The index over some batches, counted anew: after they were cleaned or cut. */
export function segmentOver(baseOffset: number, batches: readonly RecordBatch[], lastModified: number): Segment {
  let segment = emptySegment(baseOffset, lastModified);
  for (const batch of batches) segment = grown(segment, batch, NO_LIMITS, lastModified);
  return segment;
}
