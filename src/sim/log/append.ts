import { assert } from '../../lib/assert.ts';
import { vecPush } from '../../lib/vec.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { assignEpoch } from './leader-epoch-cache.ts';
import { checkSequence, duplicateOf, NO_PRODUCER_ID, noteBatch, producerEntry } from './producer-state.ts';
import type { ReplicaLog } from './replica-log.ts';

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
 */
export function appendAsLeader(
  log: ReplicaLog,
  batch: RecordBatch,
  leaderEpoch: number,
  maxMessageBytes: number,
): Appended {
  if (batch.sizeInBytes > maxMessageBytes) return { outcome: 'refused', error: 'MESSAGE_TOO_LARGE' };
  if (batch.records.length === 0 || batch.baseOffset !== 0) return { outcome: 'refused', error: 'INVALID_RECORD' };
  if (batch.producerId !== NO_PRODUCER_ID) {
    const entry = producerEntry(log.producers, batch.producerId);
    const duplicate = duplicateOf(entry, batch);
    if (duplicate !== null) return { outcome: 'duplicate', from: duplicate.firstOffset, to: duplicate.lastOffset + 1 };
    const error = checkSequence(entry, batch);
    if (error !== 'NONE') return { outcome: 'refused', error };
  }
  const from = log.logEndOffset;
  const to = from + batch.lastOffset + 1;
  return { outcome: 'appended', log: write(log, stamp(batch, from, leaderEpoch)), from, to };
}

/**
 * Writes a batch as the leader has it to a follower's log (UnifiedLog.appendAsFollower): the very object, with its offsets and
 * its epoch. Offsets may leap over what compaction took, never back.
 */
export function appendAsFollower(log: ReplicaLog, batch: RecordBatch): ReplicaLog {
  assert(batch.baseOffset >= log.logEndOffset, 'a fetched batch must not begin before the end of the log');
  return write(log, batch);
}

function write(log: ReplicaLog, batch: RecordBatch): ReplicaLog {
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
