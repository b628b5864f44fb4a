import { vecGet } from '../../lib/vec.ts';
import { batchIndex } from '../log/read.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { LoggedRecord } from './log.ts';

/* A log as it is looked at as such, with the control records that readers of a partition never see (Raft's LeaderChangeMessage). */

/** The record at an offset; null where the log has none. */
export function loggedAt(log: ReplicaLog, offset: number): LoggedRecord | null {
  const [logged] = loggedFrom(log, offset, 1);
  return logged?.offset === offset ? logged : null;
}

/** The first `count` records at or after an offset, in their order. */
export function loggedFrom(log: ReplicaLog, offset: number, count: number): readonly LoggedRecord[] {
  const found: LoggedRecord[] = [];
  const from = Math.max(offset, log.logStartOffset);
  for (let index = batchIndex(log, from); index < log.batches.length && found.length < count; index++)
    for (const logged of recordsOf(vecGet(log.batches, index) as RecordBatch))
      if (logged.offset >= from && found.length < count) found.push(logged);
  return found;
}

/** The last `count` records before an offset, in their order; costs what these few cost, however long the log is. */
export function loggedBefore(log: ReplicaLog, offset: number, count: number): readonly LoggedRecord[] {
  const found: LoggedRecord[] = [];
  let index = Math.min(batchIndex(log, offset), log.batches.length - 1);
  for (; index >= log.first && found.length < count; index--)
    for (const logged of recordsOf(vecGet(log.batches, index) as RecordBatch).reverse())
      if (logged.offset < offset && logged.offset >= log.logStartOffset && found.length < count) found.push(logged);
  return found.reverse();
}

function recordsOf(batch: RecordBatch): LoggedRecord[] {
  return batch.records.map((record, at) => ({
    offset: batch.offsets === null ? batch.baseOffset + at : (batch.offsets[at] ?? -1),
    leaderEpoch: batch.partitionLeaderEpoch,
    record,
    batch,
  }));
}
