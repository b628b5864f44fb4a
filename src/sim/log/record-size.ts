import { utf8Length } from '../../lib/bytes.ts';
import type { Bytes } from '../intervention.ts';
import type { KafkaRecord } from '../protocol/record-batch.ts';

/*
 * Sizes of Kafka's record batch v2, uncompressed (org.apache.kafka.common.record.DefaultRecord and DefaultRecordBatch).
 * Pure arithmetic: nothing is encoded.
 */

/** Bytes of a batch before its first record (DefaultRecordBatch.RECORD_BATCH_OVERHEAD). */
export const RECORD_BATCH_OVERHEAD = 61;

/** The most that a record's fields other than key, value and headers can take (DefaultRecord.MAX_RECORD_OVERHEAD). */
export const MAX_RECORD_OVERHEAD = 21;

type Headers = KafkaRecord['headers'];

/** Bytes of a 32-bit number as a zigzag varint (ByteUtils.sizeOfVarint). */
export function sizeOfVarint(value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let size = 1;
  while (rest > 0x7f) {
    rest >>>= 7;
    size += 1;
  }
  return size;
}

/** Bytes of a safe integer as a zigzag varlong (ByteUtils.sizeOfVarlong); timestamps' differences need more than 32 bits. */
export function sizeOfVarlong(value: number): number {
  // Zigzag turns n into 2n and -n into 2n - 1; what is counted below is half of that, so that it stays a safe integer.
  let rest = Math.floor((value < 0 ? -value - 1 : value) / 64);
  let size = 1;
  while (rest > 0) {
    rest = Math.floor(rest / 128);
    size += 1;
  }
  return size;
}

/** Bytes of a record in a batch, its own length included. Differences are to the batch's base offset and base timestamp (milliseconds). */
export function recordSize(record: KafkaRecord, offsetDelta: number, timestampDelta: number): number {
  const body =
    1 +
    sizeOfVarlong(timestampDelta) +
    sizeOfVarint(offsetDelta) +
    sizeOfContent(record.key, record.value, record.headers);
  return sizeOfVarint(body) + body;
}

/**
 * Bytes of a batch of these records, with dense offsets. The base timestamp is the first record's.
 * @returns 0 for no records: Kafka has no empty batch
 */
export function recordBatchSize(records: readonly KafkaRecord[]): number {
  const first = records[0];
  if (first === undefined) return 0;
  let size = RECORD_BATCH_OVERHEAD;
  let offsetDelta = 0;
  for (const record of records) {
    size += recordSize(record, offsetDelta, record.timestamp - first.timestamp);
    offsetDelta += 1;
  }
  return size;
}

/** The most that a record can take in any batch (DefaultRecord.recordSizeUpperBound): what a producer reckons with before it has a batch. */
export function recordSizeUpperBound(key: Bytes | null, value: Bytes | null, headers: Headers): number {
  return MAX_RECORD_OVERHEAD + sizeOfContent(key, value, headers);
}

/** The most that a batch with this one record can take (DefaultRecordBatch.estimateBatchSizeUpperBound). */
export function batchSizeUpperBound(key: Bytes | null, value: Bytes | null, headers: Headers): number {
  return RECORD_BATCH_OVERHEAD + recordSizeUpperBound(key, value, headers);
}

function sizeOfContent(key: Bytes | null, value: Bytes | null, headers: Headers): number {
  let size = sizeOfNullable(key) + sizeOfNullable(value) + sizeOfVarint(headers.length);
  for (const header of headers) {
    const length = utf8Length(header.key);
    size += sizeOfVarint(length) + length + sizeOfNullable(header.value);
  }
  return size;
}

/** A byte string with its length in front; null is the length -1 alone. */
function sizeOfNullable(bytes: Bytes | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
}
