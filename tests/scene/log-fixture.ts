import { vecOf } from '../../src/lib/vec.ts';
import { emptyLog, type ReplicaLog } from '../../src/sim/log/replica-log.ts';
import type { KafkaRecord, RecordBatch } from '../../src/sim/protocol/record-batch.ts';
import { bytesOf } from '../../src/sim/read/text.ts';

/** One broker's copy: offsets [start, end), committed below hw; epochs as [epoch, first offset]. */
export interface LogSpec {
  readonly end: number;
  readonly hw: number;
  readonly start?: number;
  readonly epochs?: readonly (readonly [number, number])[];
  /** What stands on the tile of an offset; letters by default. */
  readonly value?: (offset: number) => string | null;
  readonly key?: (offset: number) => string | null;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A log with one record a batch. */
export function logOf(spec: LogSpec, base = 0): ReplicaLog {
  const start = spec.start ?? 0;
  const epochs = spec.epochs ?? [[0, start]];
  const value = spec.value ?? ((offset: number) => LETTERS.charAt((offset - base + 26 * 100) % 26));
  const bytes = (text: string | null) => (text === null ? null : bytesOf(text));
  const batches: RecordBatch[] = [];
  for (let offset = start; offset < spec.end; offset++) {
    const epoch = [...epochs].reverse().find(([, first]) => first <= offset)?.[0] ?? 0;
    batches.push(
      batchOf(
        [{ key: bytes(spec.key?.(offset) ?? null), value: bytes(value(offset)), headers: [], timestamp: 0 }],
        offset,
        epoch,
      ),
    );
  }
  return {
    ...emptyLog(),
    batches: vecOf(batches),
    logStartOffset: start,
    logEndOffset: spec.end,
    highWatermark: spec.hw,
    epochs: epochs.map(([epoch, startOffset]) => ({ epoch, startOffset })),
  };
}

/** A batch of records with dense offsets. */
export function batchOf(records: readonly KafkaRecord[], baseOffset: number, epoch: number): RecordBatch {
  return {
    baseOffset,
    lastOffset: baseOffset + records.length - 1,
    partitionLeaderEpoch: epoch,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: 0,
    sizeInBytes: 70,
    records,
    offsets: null,
    origin: null,
  };
}

/** A record with that value. */
export function recordOf(value: string, key: string | null = null): KafkaRecord {
  return { key: key === null ? null : bytesOf(key), value: bytesOf(value), headers: [], timestamp: 0 };
}
