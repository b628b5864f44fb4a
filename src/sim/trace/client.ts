import type { Bytes } from '../intervention.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { PartitionId } from '../world.ts';
import type { Interest } from './entry.ts';

/**
 * Entries that clients write. A producer counts its records for each partition from 0: `first` and `count` name a range of them.
 * Offset ranges are [from, to).
 */
export interface ClientEntries {
  /** send() was called: the records have a partition and wait in the accumulator. */
  RecordsBuffered: { readonly partition: PartitionId; readonly first: number; readonly count: number };
  /** A batch is on its way in a Produce request; attempt counts from 1. */
  BatchSent: {
    readonly partition: PartitionId;
    readonly first: number;
    readonly count: number;
    readonly attempt: number;
    readonly broker: number;
  };
  RecordsAcknowledged: {
    readonly partition: PartitionId;
    readonly first: number;
    readonly count: number;
    readonly baseOffset: number;
    readonly acks: number;
    readonly batch: RecordBatch;
  };
  /** The program was told that these records failed; with acks=0 it never is. */
  RecordsFailed: {
    readonly partition: PartitionId;
    readonly first: number;
    readonly count: number;
    readonly error: string;
    readonly batch: RecordBatch;
  };
  /** A batch goes back to the accumulator to be sent again. */
  BatchRetried: {
    readonly partition: PartitionId;
    readonly first: number;
    readonly count: number;
    readonly error: string;
  };
  /** A record that never got a partition (no metadata in max.block.ms, too large). */
  SendFailed: {
    readonly topic: string;
    readonly error: string;
    readonly key: Bytes | null;
    readonly value: Bytes | null;
  };
  /** send() waits: for metadata of the topic, or for room in buffer.memory. */
  SendBlocked: { readonly topic: string; readonly waitsFor: 'metadata' | 'memory' };
  MetadataReceived: { readonly brokers: readonly number[]; readonly topics: readonly string[] };
  ProducerIdAssigned: { readonly producerId: number; readonly producerEpoch: number };

  /** A consumer found where to start. */
  PositionReset: {
    readonly partition: PartitionId;
    readonly to: number;
    readonly policy: 'earliest' | 'latest' | 'committed' | 'assigned';
  };
  PositionSought: { readonly partition: PartitionId; readonly to: number };
  /** A fetch response brought records: they wait in the consumer's buffer. */
  RecordsFetched: { readonly partition: PartitionId; readonly from: number; readonly to: number };
  /** poll() handed records to the program, which prints them. */
  RecordsPrinted: {
    readonly partition: PartitionId;
    readonly from: number;
    readonly to: number;
    readonly batches: readonly RecordBatch[];
  };
  ConsumerFailed: { readonly error: string; readonly partition: PartitionId };
  /** The position was beyond what the leader has: the log was truncated. */
  PositionTruncated: { readonly partition: PartitionId; readonly from: number; readonly to: number };

  /** An operator's request was answered. */
  AdminAnswered: { readonly request: string; readonly target: string; readonly error: string };
}

export const clientInterest: { readonly [T in keyof ClientEntries]: Interest } = {
  RecordsBuffered: 'detail',
  BatchSent: 'beat',
  RecordsAcknowledged: 'beat',
  RecordsFailed: 'beat',
  BatchRetried: 'beat',
  SendFailed: 'beat',
  SendBlocked: 'detail',
  MetadataReceived: 'noise',
  ProducerIdAssigned: 'detail',
  PositionReset: 'detail',
  PositionSought: 'beat',
  RecordsFetched: 'detail',
  RecordsPrinted: 'beat',
  ConsumerFailed: 'beat',
  PositionTruncated: 'beat',
  AdminAnswered: 'detail',
};
