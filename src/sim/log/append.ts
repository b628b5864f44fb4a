import { assert } from '../../lib/assert.ts';
import { vecPush } from '../../lib/vec.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { assignEpoch } from './leader-epoch-cache.ts';
import { checkSequence, duplicateOf, NO_PRODUCER_ID, noteBatch, producerEntry } from './producer-state.ts';
import type { ReplicaLog } from './replica-log.ts';
import { grown, NO_LIMITS, shouldRoll, type SegmentLimits } from './segment.ts';
import { roll } from './segments.ts';

/** What became of a client's batch at its leader. */
export type Appended =
  | { readonly outcome: 'appended'; readonly log: ReplicaLog; readonly from: number; readonly to: number }
  /** Exactly one of the producer's last five batches: it is already there. */
  | { readonly outcome: 'duplicate'; readonly from: number; readonly to: number }
  | { readonly outcome: 'refused'; readonly error: ErrorCode };

/**
 * Writes a client's batch to the leader's log: it gets the next offsets and the leader's epoch (UnifiedLog.appendAsLeader).
 * @param batch offsets count from 0, as a producer makes it
 * @param leaderEpoch the epoch in which this replica leads
 * @param maxMessageBytes max.message.bytes of the topic: a larger batch is refused with MESSAGE_TOO_LARGE
 * @param limits when a new segment begins; a batch that fits into none is refused with RECORD_LIST_TOO_LARGE
 * @param nowMs the broker's clock
 * @param compacted cleanup.policy has compact: a record without key is refused with INVALID_RECORD (LogValidator.validateKey)
 * @param sequenced are an idempotent producer's sequence numbers looked at? Only with a safety rule switched off they are not
 */
export function appendAsLeader(
  log: ReplicaLog,
  batch: RecordBatch,
  leaderEpoch: number,
  maxMessageBytes: number,
  limits: SegmentLimits = NO_LIMITS,
  nowMs: number = batch.maxTimestamp,
  compacted = false,
  sequenced = true,
): Appended {
  if (batch.sizeInBytes > maxMessageBytes) return { outcome: 'refused', error: 'MESSAGE_TOO_LARGE' };
  if (batch.sizeInBytes > limits.segmentBytes) return { outcome: 'refused', error: 'RECORD_LIST_TOO_LARGE' };
  if (batch.records.length === 0 || batch.baseOffset !== 0) return { outcome: 'refused', error: 'INVALID_RECORD' };
  if (compacted && batch.control === null && hasUnkeyed(batch)) return { outcome: 'refused', error: 'INVALID_RECORD' };
  if (sequenced && batch.producerId !== NO_PRODUCER_ID) {
    const entry = producerEntry(log.producers, batch.producerId);
    const duplicate = duplicateOf(entry, batch);
    if (duplicate !== null) return { outcome: 'duplicate', from: duplicate.firstOffset, to: duplicate.lastOffset + 1 };
    const error = checkSequence(entry, batch);
    if (error !== 'NONE') return { outcome: 'refused', error };
  }
  const from = log.logEndOffset;
  const to = from + batch.lastOffset + 1;
  return { outcome: 'appended', log: write(log, stamp(batch, from, leaderEpoch), limits, nowMs), from, to };
}

/**
 * Writes a batch as the leader has it to a follower's log (UnifiedLog.appendAsFollower): the very object, with its offsets and
 * its epoch. Offsets may leap over what compaction took, never back.
 */
export function appendAsFollower(
  log: ReplicaLog,
  batch: RecordBatch,
  limits: SegmentLimits = NO_LIMITS,
  nowMs: number = batch.maxTimestamp,
): ReplicaLog {
  assert(batch.baseOffset >= log.logEndOffset, 'a fetched batch must not begin before the end of the log');
  return write(log, batch, limits, nowMs);
}

function hasUnkeyed(batch: RecordBatch): boolean {
  for (const record of batch.records) if (record.key === null) return true;
  return false;
}

/** A new segment begins only here, when something is written: an idle log never rolls (UnifiedLog.maybeRoll). */
function write(before: ReplicaLog, batch: RecordBatch, limits: SegmentLimits, nowMs: number): ReplicaLog {
  const log = shouldRoll(before.active, batch, limits) ? roll(before, batch.baseOffset, nowMs) : before;
  return {
    batches: vecPush(log.batches, batch),
    first: log.first,
    logStartOffset: log.logStartOffset,
    logEndOffset: batch.lastOffset + 1,
    highWatermark: log.highWatermark,
    epochs: assignEpoch(log.epochs, batch.partitionLeaderEpoch, batch.baseOffset),
    producers: noteBatch(log.producers, batch),
    flushedOffset: log.flushedOffset,
    checkpointedHighWatermark: log.checkpointedHighWatermark,
    sizeInBytes: log.sizeInBytes + batch.sizeInBytes,
    segments: log.segments,
    active: grown(log.active, batch, limits, nowMs),
    checkpointedLogStart: log.checkpointedLogStart,
    cleanedUpTo: log.cleanedUpTo,
  };
}

/** The one object that every replica and every reader of this batch will share. */
function stamp(batch: RecordBatch, baseOffset: number, leaderEpoch: number): RecordBatch {
  return {
    baseOffset,
    lastOffset: baseOffset + batch.lastOffset,
    partitionLeaderEpoch: leaderEpoch,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    control: batch.control,
    maxTimestamp: batch.maxTimestamp,
    sizeInBytes: batch.sizeInBytes,
    records: batch.records,
    offsets: batch.offsets,
    origin: batch.origin,
  };
}
