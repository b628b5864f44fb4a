import type { RecordBatch } from '../protocol/record-batch.ts';

/**
 * One segment of a log: an index over a run of its batches (org.apache.kafka.storage.internals.log.LogSegment). The batches
 * themselves lie in the log's vector; a segment knows where it begins, how large it is, and how old. Times are milliseconds.
 */
export interface Segment {
  readonly baseOffset: number;
  readonly sizeInBytes: number;
  /** Largest timestamp of its first batch: what its age is counted from; -1: it is empty. */
  readonly firstTimestamp: number;
  /** -1: it is empty. */
  readonly largestTimestamp: number;
  /** When it was last written to. */
  readonly lastModified: number;
  /** Entries in its offset index: one for each index.interval.bytes that were written. */
  readonly indexEntries: number;
  readonly bytesSinceIndexEntry: number;
}

/** When a log begins a new segment (segment.bytes, segment.ms, segment.index.bytes, index.interval.bytes). */
export interface SegmentLimits {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** As many as segment.index.bytes holds. */
  readonly indexEntries: number;
  readonly indexIntervalBytes: number;
}

/** Limits that nothing reaches. */
export const NO_LIMITS: SegmentLimits = {
  segmentBytes: Number.MAX_SAFE_INTEGER,
  segmentMs: Number.MAX_SAFE_INTEGER,
  indexEntries: Number.MAX_SAFE_INTEGER,
  indexIntervalBytes: Number.MAX_SAFE_INTEGER,
};

/** A segment without records. */
export function emptySegment(baseOffset: number, nowMs: number): Segment {
  return {
    baseOffset,
    sizeInBytes: 0,
    firstTimestamp: -1,
    largestTimestamp: -1,
    lastModified: nowMs,
    indexEntries: 0,
    bytesSinceIndexEntry: 0,
  };
}

/** The segment after a batch was written to it (LogSegment.append). Made at every append. */
export function grown(segment: Segment, batch: RecordBatch, limits: SegmentLimits, nowMs: number): Segment {
  const indexed = segment.bytesSinceIndexEntry > limits.indexIntervalBytes;
  return {
    baseOffset: segment.baseOffset,
    sizeInBytes: segment.sizeInBytes + batch.sizeInBytes,
    firstTimestamp: segment.sizeInBytes === 0 ? batch.maxTimestamp : segment.firstTimestamp,
    largestTimestamp: Math.max(segment.largestTimestamp, batch.maxTimestamp),
    lastModified: nowMs,
    indexEntries: indexed ? segment.indexEntries + 1 : segment.indexEntries,
    bytesSinceIndexEntry: (indexed ? 0 : segment.bytesSinceIndexEntry) + batch.sizeInBytes,
  };
}

/**
 * Must a new segment begin before this batch is written (LogSegment.shouldRoll)? When the batch does not fit any more, when the
 * segment is older than segment.ms, counted by records' times from its first batch, or when its index is full. An empty one is
 * never rolled. segment.jitter.ms, which spreads the rolls of many partitions over time, is not drawn.
 */
export function shouldRoll(active: Segment, batch: RecordBatch, limits: SegmentLimits): boolean {
  if (active.sizeInBytes === 0) return false;
  return (
    active.sizeInBytes > limits.segmentBytes - batch.sizeInBytes ||
    batch.maxTimestamp - active.firstTimestamp > limits.segmentMs ||
    active.indexEntries >= limits.indexEntries
  );
}

/** Its largest timestamp; an empty one's is when it was last touched (LogSegment.largestTimestamp). */
export function largestTimestamp(segment: Segment): number {
  return segment.largestTimestamp >= 0 ? segment.largestTimestamp : segment.lastModified;
}
