import { assert } from '../../../lib/assert.ts';
import { encodeRecord } from '../../group/codec.ts';
import type { CoordinatorRecord } from '../../group/records.ts';
import type { AfterCommit } from '../../group/work.ts';
import { appendAsLeader } from '../../log/append.ts';
import { NO_PRODUCER_ID } from '../../log/producer-state.ts';
import { recordBatchSize } from '../../log/record-size.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import { isOff } from '../../safety.ts';
import { toMs } from '../../time.ts';
import { effectiveMinIsr } from '../leader-high-watermark.ts';
import { written } from '../written.ts';
import { carryOut } from './committed.ts';
import type { ShardWork } from './shard-work.ts';
import { toldOfWrite } from './write-errors.ts';
import type { OffsetChange, PendingWrite } from './state.ts';

/**
 * Writes records to the shard's partition as one batch, and notes what is to happen when they are committed (CoordinatorRuntime's
 * CoordinatorWriteEvent; PartitionWriter.append). Without records it happens when everything before is committed.
 * @returns NONE, or what its client is told of why nothing was written
 */
export function writeRecords(
  work: ShardWork,
  records: readonly CoordinatorRecord[],
  after: readonly AfterCommit[],
): ErrorCode {
  const { d, context, turn } = work;
  const replica = d.replica(context.partition);
  const what = records.some(({ type }) => type !== 'OffsetCommit') ? 'group' : 'offsets';
  if (replica === null || replica.role !== 'leader') return toldOfWrite(turn.setup, 'NOT_LEADER_OR_FOLLOWER', what);
  let requiredOffset = lastWritten(work);
  if (records.length > 0) {
    if (replica.isr.length < effectiveMinIsr(d, replica)) return toldOfWrite(turn.setup, 'NOT_ENOUGH_REPLICAS', what);
    const { maxMessageBytes, log: limits } = replica.topicConfig;
    const nowMs = toMs(turn.now);
    const batch = batchOf(records, nowMs);
    const result = appendAsLeader(replica.log, batch, replica.leaderEpoch, maxMessageBytes, limits, nowMs, true);
    if (result.outcome === 'refused') return toldOfWrite(turn.setup, result.error, what);
    assert(result.outcome === 'appended', 'a coordinator writes nothing twice');
    written(d, replica, result.log, result.from, result.to, -1, -1);
    requiredOffset = result.to;
  }
  const offsets = offsetChanges(records);
  if (records.length === 0 && requiredOffset <= replica.log.highWatermark) {
    carryOut(work, after);
    return 'NONE';
  }
  if (isOff(turn.setup, 'answersAfterCommit')) {
    carryOut(
      work,
      after.filter(({ type }) => type === 'respond'),
    );
    after = after.filter(({ type }) => type !== 'respond');
  }
  const deadline = after.length === 0 ? null : turn.now + work.settings.commitTimeout;
  const write: PendingWrite = { shard: work.shard, requiredOffset, deadline, offsets, after };
  work.pending = [...work.pending, write];
  return 'NONE';
}

/** Where the shard's last write that is not committed yet ends; 0: all are. */
function lastWritten({ pending, shard }: ShardWork): number {
  for (let i = pending.length - 1; i >= 0; i--) {
    const write = pending[i] as PendingWrite;
    if (write.shard === shard) return write.requiredOffset;
  }
  return 0;
}

function batchOf(records: readonly CoordinatorRecord[], timestamp: number): RecordBatch {
  const encoded = records.map((record) => encodeRecord(record, timestamp));
  return {
    baseOffset: 0,
    lastOffset: encoded.length - 1,
    partitionLeaderEpoch: -1,
    producerId: NO_PRODUCER_ID,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: timestamp,
    sizeInBytes: recordBatchSize(encoded),
    records: encoded,
    offsets: null,
    origin: null,
  };
}

const NO_CHANGES: readonly OffsetChange[] = [];

/** What records make of committed offsets once they are committed. */
export function offsetChanges(records: readonly CoordinatorRecord[]): readonly OffsetChange[] {
  let changes: OffsetChange[] | null = null;
  for (const record of records) {
    if (record.type !== 'OffsetCommit') continue;
    const { group: groupId, topic, partition } = record.key;
    (changes ??= []).push({ groupId, topic, partition, committed: record.value });
  }
  return changes ?? NO_CHANGES;
}
