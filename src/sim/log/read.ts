import { vecGet } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { ReplicaLog } from './replica-log.ts';

/** Batches read, oldest first. The first may begin before the offset that was asked for: batches are never split. */
export interface ReadBatches {
  readonly batches: readonly RecordBatch[];
  readonly sizeInBytes: number;
}

const NOTHING: ReadBatches = { batches: [], sizeInBytes: 0 };

/** Index of the first batch whose last offset is not below `offset`; the count of batches when there is none. Offsets may have gaps. */
export function batchIndex(log: ReplicaLog, offset: number): number {
  let low = log.first;
  let high = log.batches.length;
  // Readers are nearly always near the end: the search goes back from there, twice as far each time, until it is past the offset.
  for (let back = 1; high > low; back *= 2) {
    const at = Math.max(low, high - back);
    if ((vecGet(log.batches, at) as RecordBatch).lastOffset < offset) {
      low = at + 1;
      break;
    }
    high = at;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((vecGet(log.batches, middle) as RecordBatch).lastOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Reads whole batches from an offset on (LocalLog.read, LogSegment.read). The offset must lie within the log.
 * @param endOffset what lies at or above it is not for this reader: the high watermark for a consumer, the log's end for a follower
 * @param maxBytes as much as fits
 * @param minOneBatch the first batch is read even if it is larger than `maxBytes` (KIP-74)
 */
export function readBatches(
  log: ReplicaLog,
  offset: number,
  endOffset: number,
  maxBytes: number,
  minOneBatch: boolean,
): ReadBatches {
  if (offset >= endOffset) return NOTHING;
  // An array that begins with its first entry takes the room of one; one that is pushed into takes that of 17.
  let batches: RecordBatch[] | null = null;
  let sizeInBytes = 0;
  for (let at = batchIndex(log, offset); at < log.batches.length; at++) {
    const batch = vecGet(log.batches, at) as RecordBatch;
    // A high watermark inside a batch leaves out the whole of it: reading ends at the position of that batch.
    if (batch.lastOffset >= endOffset) break;
    const fits = sizeInBytes + batch.sizeInBytes <= maxBytes || (minOneBatch && batches === null);
    if (!fits) break;
    if (batches === null) batches = [batch];
    else batches.push(batch);
    sizeInBytes += batch.sizeInBytes;
  }
  return batches === null ? NOTHING : { batches, sizeInBytes };
}

/** Bytes that a reader at `offset` may have, counted no further than `enough`. */
export function bytesAvailable(log: ReplicaLog, offset: number, endOffset: number, enough: number): number {
  if (offset >= endOffset) return 0;
  let bytes = 0;
  for (let at = batchIndex(log, offset); at < log.batches.length && bytes < enough; at++) {
    const batch = vecGet(log.batches, at) as RecordBatch;
    if (batch.lastOffset >= endOffset) break;
    bytes += batch.sizeInBytes;
  }
  return bytes;
}

/** Where the first record at or after a time is, with its own timestamp (milliseconds). */
export interface TimestampAndOffset {
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** The first record whose timestamp is not before `timestamp` (LogSegment.findOffsetByTimestamp); null when there is none. */
export function offsetOfTimestamp(log: ReplicaLog, timestamp: number): TimestampAndOffset | null {
  for (let at = log.first; at < log.batches.length; at++) {
    const batch = vecGet(log.batches, at) as RecordBatch;
    if (batch.maxTimestamp < timestamp) continue;
    for (let i = 0; i < batch.records.length; i++) {
      const record = batch.records[i];
      const offset = batch.offsets === null ? batch.baseOffset + i : batch.offsets[i];
      if (record === undefined || offset === undefined || offset < log.logStartOffset) continue;
      if (record.timestamp >= timestamp)
        return { timestamp: record.timestamp, offset, leaderEpoch: batch.partitionLeaderEpoch };
    }
  }
  return null;
}
