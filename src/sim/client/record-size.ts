import { utf8Length } from '../../lib/bytes.ts';
import type { KafkaRecord } from '../protocol/record-batch.ts';

/*
 * Sizes of Kafka's record batch v2 without compression (DefaultRecordBatch, DefaultRecord): lengths and deltas are zigzag
 * varints, so a record's size depends on its place in the batch.
 */

/** Bytes of a batch before its first record (DefaultRecordBatch.RECORD_BATCH_OVERHEAD). */
export const BATCH_OVERHEAD = 61;
/** The most that a record takes beside its key, value and headers (DefaultRecord.MAX_RECORD_OVERHEAD). */
const MAX_RECORD_OVERHEAD = 21;
/** A null key or value is the length -1. */
const NULL_SIZE = 1;

export const NO_HEADERS: KafkaRecord['headers'] = [];

/** Bytes of a whole number from 0 as a zigzag varint. */
export function varintSize(value: number): number {
  if (value < 64) return 1;
  if (value < 8192) return 2;
  if (value < 1048576) return 3;
  let size = 4;
  for (let rest = Math.floor(value / 134217728); rest > 0; rest = Math.floor(rest / 128)) size += 1;
  return size;
}

/** Bytes of one record in a batch, its own length included. */
export function recordSize(
  offsetDelta: number,
  timestampDelta: number,
  key: string | null,
  value: string | null,
  headers: KafkaRecord['headers'],
): number {
  const body = 1 + varintSize(timestampDelta) + varintSize(offsetDelta) + contentSize(key, value, headers);
  return varintSize(body) + body;
}

/** The most bytes that a batch of this one record can take (AbstractRecords.estimateSizeInBytesUpperBound). */
export function singleBatchBound(key: string | null, value: string | null, headers: KafkaRecord['headers']): number {
  return BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + contentSize(key, value, headers);
}

function contentSize(key: string | null, value: string | null, headers: KafkaRecord['headers']): number {
  const keySize = key === null ? NULL_SIZE : varintSize(key.length) + key.length;
  const valueSize = value === null ? NULL_SIZE : varintSize(value.length) + value.length;
  return keySize + valueSize + (headers.length === 0 ? 1 : headersSize(headers));
}

function headersSize(headers: KafkaRecord['headers']): number {
  let size = varintSize(headers.length);
  for (const { key, value } of headers) {
    const keyLength = utf8Length(key);
    size += varintSize(keyLength) + keyLength + (value === null ? NULL_SIZE : varintSize(value.length) + value.length);
  }
  return size;
}

/** Bytes of records as one batch, in this order. */
export function batchSize(records: readonly KafkaRecord[]): number {
  let size = BATCH_OVERHEAD;
  const base = records[0]?.timestamp ?? 0;
  for (let i = 0; i < records.length; i++) {
    const { key, value, headers, timestamp } = records[i] as KafkaRecord;
    size += recordSize(i, Math.max(timestamp - base, 0), key, value, headers);
  }
  return size;
}
