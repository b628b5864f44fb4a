import type { Vec } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';

/** One entry of the leader epoch cache: the first offset written in an epoch (LeaderEpochFileCache). */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/** What a partition leader remembers of an idempotent producer: its last five batches (ProducerStateEntry). */
export interface ProducerEntry {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Oldest first, at most five. */
  readonly batches: readonly { readonly firstSequence: number; readonly lastSequence: number; readonly firstOffset: number; readonly lastOffset: number }[];
}

/** A replica's log: what is on the disk of one broker (written, perhaps not flushed), and its marks. */
export interface ReplicaLog {
  /** Batches in offset order; those below index `first` are deleted. */
  readonly batches: Vec<RecordBatch>;
  readonly first: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly epochs: readonly EpochEntry[];
  readonly producers: readonly ProducerEntry[];
  /** Everything below has been flushed and survives a loss of power (recovery point). */
  readonly flushedOffset: number;
  /** Last high watermark written to replication-offset-checkpoint: where a restarted replica begins. */
  readonly checkpointedHighWatermark: number;
  readonly sizeInBytes: number;
}
