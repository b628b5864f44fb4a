import type { Bytes } from '../intervention.ts';
import type { NodeId } from '../world.ts';

/** One record inside a batch; its offset is the batch's base offset plus its index, unless the batch lists `offsets`. */
export interface KafkaRecord {
  readonly key: Bytes | null;
  readonly value: Bytes | null;
  readonly headers: readonly { readonly key: string; readonly value: Bytes | null }[];
  /** CreateTime in milliseconds. */
  readonly timestamp: number;
}

/**
 * Kafka's record batch, format v2 (DefaultRecordBatch). The same object is shared by the producer, every replica and every
 * reader: after the producer nothing is per record.
 */
export interface RecordBatch {
  readonly baseOffset: number;
  /** Offset of the last record the batch was born with; compaction may remove records but never moves it. */
  readonly lastOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  readonly control: 'COMMIT' | 'ABORT' | 'LEADER_CHANGE' | null;
  /** Largest timestamp in milliseconds. */
  readonly maxTimestamp: number;
  /** Size on disk and on the wire, uncompressed. */
  readonly sizeInBytes: number;
  readonly records: readonly KafkaRecord[];
  /** Offsets of the records when they have gaps (after compaction); null: dense. */
  readonly offsets: readonly number[] | null;
  /** When its tombstones may go, in milliseconds: set by the first cleaning that sees them (KIP-534). Left out: not set. */
  readonly deleteHorizonMs?: number;
  /**
   * Not in Kafka's bytes: which producer's records these are, counted per producer and partition from 0, so that fates are ranges.
   * Null for records nobody in this World produced.
   */
  readonly origin: { readonly node: NodeId; readonly first: number } | null;
}
