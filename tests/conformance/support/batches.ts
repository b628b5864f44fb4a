import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import type { KafkaRecord, RecordBatch } from '../../../src/sim/protocol/record-batch.ts';

const RECORD: KafkaRecord = { key: null, value: 'v', headers: [], timestamp: 0 };

/** A batch of so many records, as a producer sends it (at offset 0) or as it lies in a log. */
export function batchOf(count: number, change: Partial<RecordBatch> = {}): RecordBatch {
  const records = Array.from({ length: count }, () => RECORD);
  const baseOffset = change.baseOffset ?? 0;
  return {
    baseOffset,
    lastOffset: baseOffset + count - 1,
    partitionLeaderEpoch: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: 0,
    sizeInBytes: recordBatchSize(records),
    records,
    offsets: null,
    origin: null,
    ...change,
  };
}

export interface EpochStart {
  readonly epoch: number;
  readonly startOffset: number;
}

/** A log with these epochs, a batch for each record: so it can be cut anywhere. */
export function batchesOf(epochs: readonly EpochStart[], logEndOffset: number): RecordBatch[] {
  const batches: RecordBatch[] = [];
  epochs.forEach(({ epoch, startOffset }, index) => {
    const end = epochs[index + 1]?.startOffset ?? logEndOffset;
    for (let offset = startOffset; offset < end; offset++)
      batches.push(batchOf(1, { baseOffset: offset, partitionLeaderEpoch: epoch }));
  });
  return batches;
}
