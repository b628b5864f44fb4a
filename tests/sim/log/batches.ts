import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import type { KafkaRecord, RecordBatch } from '../../../src/sim/protocol/record-batch.ts';

/** Records with these values, a millisecond apart. */
export function recordsOf(values: readonly string[]): readonly KafkaRecord[] {
  return values.map((value, i) => ({ key: null, value, headers: [], timestamp: 1000 + i }));
}

/** A batch as a producer makes it: offsets count from 0. */
export function newBatch(values: readonly string[], changes: Partial<RecordBatch> = {}): RecordBatch {
  const records = recordsOf(values);
  return {
    baseOffset: 0,
    lastOffset: records.length - 1,
    partitionLeaderEpoch: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: records.at(-1)?.timestamp ?? -1,
    sizeInBytes: recordBatchSize(records),
    records,
    offsets: null,
    origin: null,
    ...changes,
  };
}

/** A batch of `count` records. */
export function batchOf(count: number, changes: Partial<RecordBatch> = {}): RecordBatch {
  return newBatch(
    Array.from({ length: count }, (_, i) => `v${i}`),
    changes,
  );
}
