import { vecGet } from '../../lib/vec.ts';
import { batchIndex } from '../log/read.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { KafkaRecord, RecordBatch } from '../protocol/record-batch.ts';

/** A record where it lies in a log. */
export interface LoggedRecord {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly record: KafkaRecord;
  readonly batch: RecordBatch;
}

/** The record at an offset; null where the log has none: outside it, in a gap, or a control batch. */
export function recordAt(log: ReplicaLog, offset: number): LoggedRecord | null {
  if (offset < log.logStartOffset || offset >= log.logEndOffset) return null;
  const batch = vecGet(log.batches, batchIndex(log, offset));
  if (batch === undefined || batch.baseOffset > offset || batch.control !== null) return null;
  const index = batch.offsets === null ? offset - batch.baseOffset : batch.offsets.indexOf(offset);
  const record = batch.records[index];
  return record === undefined ? null : { offset, leaderEpoch: batch.partitionLeaderEpoch, record, batch };
}

/**
 * Calls `visit` for each record in `[from, to)`, in the order of offsets.
 * Control batches (transaction markers) hold no records of a program and are passed over.
 */
export function eachRecord(log: ReplicaLog, from: number, to: number, visit: (logged: LoggedRecord) => void): void {
  const start = Math.max(from, log.logStartOffset);
  for (let index = batchIndex(log, start); index < log.batches.length; index++) {
    const batch = vecGet(log.batches, index) as RecordBatch;
    if (batch.baseOffset >= to) return;
    eachOfBatch(batch, start, to, visit);
  }
}

/** Calls `visit` for each record of one batch whose offset is in `[from, to)`. */
export function eachOfBatch(batch: RecordBatch, from: number, to: number, visit: (logged: LoggedRecord) => void): void {
  if (batch.control !== null) return;
  batch.records.forEach((record, index) => {
    const offset = batch.offsets === null ? batch.baseOffset + index : (batch.offsets[index] ?? -1);
    if (offset >= from && offset < to) visit({ offset, leaderEpoch: batch.partitionLeaderEpoch, record, batch });
  });
}

/** The records in `[from, to)`. */
export function recordsOf(
  log: ReplicaLog,
  from: number = log.logStartOffset,
  to: number = log.logEndOffset,
): LoggedRecord[] {
  const all: LoggedRecord[] = [];
  eachRecord(log, from, to, (logged) => all.push(logged));
  return all;
}

/** The leader epoch in which the batch at `offset` was written; -1 where the log holds nothing. */
export function epochAt(log: ReplicaLog, offset: number): number {
  if (offset < log.logStartOffset || offset >= log.logEndOffset) return -1;
  return vecGet(log.batches, batchIndex(log, offset))?.partitionLeaderEpoch ?? -1;
}
