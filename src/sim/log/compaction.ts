import { vecGet } from '../../lib/vec.ts';
import type { Bytes } from '../intervention.ts';
import type { KafkaRecord, RecordBatch } from '../protocol/record-batch.ts';
import { NO_PRODUCER_ID } from './producer-state.ts';
import { batchIndex } from './read.ts';
import { RECORD_BATCH_OVERHEAD, recordSize } from './record-size.ts';
import type { ProducerEntry, ReplicaLog } from './replica-log.ts';

/*
 * What the cleaner does to records and batches (kafka.log.Cleaner, MemoryRecords.filterTo). It never moves a record: batches keep
 * their base and last offset, and list the offsets of the records that are left.
 */

/** The last offset of each key among the dirty records of a pass. */
export type OffsetMap = { readonly [key: Bytes]: number };

/**
 * Reads the dirty part [from, to) of a log (Cleaner.buildOffsetMap). It lives for one step only: a pass asks again at each segment,
 * and finds the same, since cleaning removes no record that is the last of its key before everything older is gone. That it has
 * room for all keys is a simplification: Kafka's holds as many as log.cleaner.dedupe.buffer.size lets it, millions.
 */
export function buildOffsetMap(log: ReplicaLog, from: number, to: number): OffsetMap {
  const latest = Object.create(null) as Record<Bytes, number>;
  for (let at = batchIndex(log, from); at < log.batches.length; at++) {
    const batch = vecGet(log.batches, at) as RecordBatch;
    if (batch.baseOffset >= to) break;
    if (batch.control !== null) continue;
    for (let i = 0; i < batch.records.length; i++) {
      const offset = offsetOf(batch, i);
      const { key } = batch.records[i] as KafkaRecord;
      if (key !== null && offset >= from) latest[key] = offset;
    }
  }
  return latest;
}

/** When and how a pass cleans. Times in milliseconds. */
export interface CleaningRules {
  /** When the pass began. */
  readonly nowMs: number;
  readonly deleteRetentionMs: number;
  /**
   * From 3.1 the first pass that sees a tombstone sets its horizon (KIP-534): null. Before, the age of its segment decides: are
   * tombstones of this segment still kept?
   */
  readonly keepsTombstones: boolean | null;
}

/**
 * A batch after cleaning; null when nothing of it is left. The very same object when nothing changes.
 * @param producers those of the log: the batch with a live producer's last sequence stays, without records if need be
 */
export function cleanBatch(
  batch: RecordBatch,
  map: OffsetMap,
  rules: CleaningRules,
  producers: readonly ProducerEntry[],
): RecordBatch | null {
  // Without transactions a marker ends no transaction whose records are all gone; it stays.
  if (batch.control !== null) return batch;
  const records: KafkaRecord[] = [];
  const offsets: number[] = [];
  let tombstones = false;
  for (let i = 0; i < batch.records.length; i++) {
    const record = batch.records[i] as KafkaRecord;
    const offset = offsetOf(batch, i);
    if (!isKept(batch, record, offset, map, rules)) continue;
    records.push(record);
    offsets.push(offset);
    tombstones ||= record.value === null;
  }
  if (records.length === 0) {
    if (!isLastOfProducer(batch, producers)) return null;
    return batch.records.length === 0 ? batch : rebuilt(batch, records, offsets, batch.deleteHorizonMs);
  }
  const sets = tombstones && batch.deleteHorizonMs === undefined && rules.keepsTombstones === null;
  if (records.length === batch.records.length && !sets) return batch;
  return rebuilt(batch, records, offsets, sets ? rules.nowMs + rules.deleteRetentionMs : batch.deleteHorizonMs);
}

/** Cleaner.shouldRetainRecord: the last of its key, unless it is a tombstone whose time is over. */
function isKept(
  batch: RecordBatch,
  record: KafkaRecord,
  offset: number,
  map: OffsetMap,
  rules: CleaningRules,
): boolean {
  if (record.key === null) return false;
  if (offset < (map[record.key] ?? -1)) return false;
  if (record.value !== null) return true;
  if (rules.keepsTombstones !== null) return rules.keepsTombstones;
  return batch.deleteHorizonMs === undefined || rules.nowMs < batch.deleteHorizonMs;
}

/** Duplicates of a live producer's last batch can only be told by its sequence numbers. */
function isLastOfProducer(batch: RecordBatch, producers: readonly ProducerEntry[]): boolean {
  if (batch.producerId === NO_PRODUCER_ID) return false;
  const entry = producers.find(({ producerId }) => producerId === batch.producerId);
  return entry?.batches[entry.batches.length - 1]?.lastOffset === batch.lastOffset;
}

/** Offset of the record at an index of a batch. */
export function offsetOf(batch: RecordBatch, index: number): number {
  return batch.offsets === null ? batch.baseOffset + index : (batch.offsets[index] as number);
}

/** The batch with the records that are left (MemoryRecords.buildRetainedRecordsInto). A horizon takes the place of its base timestamp. */
function rebuilt(
  batch: RecordBatch,
  records: readonly KafkaRecord[],
  offsets: readonly number[],
  horizon: number | undefined,
): RecordBatch {
  const base = horizon ?? records[0]?.timestamp ?? 0;
  let sizeInBytes = RECORD_BATCH_OVERHEAD;
  let maxTimestamp = records.length === 0 ? batch.maxTimestamp : -1;
  records.forEach((record, i) => {
    sizeInBytes += recordSize(record, (offsets[i] as number) - batch.baseOffset, record.timestamp - base);
    maxTimestamp = Math.max(maxTimestamp, record.timestamp);
  });
  const dense = records.length === batch.records.length && batch.offsets === null;
  const next: RecordBatch = { ...batch, maxTimestamp, sizeInBytes, records, offsets: dense ? null : offsets };
  return horizon === undefined ? next : { ...next, deleteHorizonMs: horizon };
}
