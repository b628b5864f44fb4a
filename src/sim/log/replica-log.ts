import { emptyVec, type Vec } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { emptySegment, type Segment } from './segment.ts';

/** One entry of the leader epoch cache: the first offset written in an epoch (LeaderEpochFileCache). */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/** A batch of an idempotent producer as its partition remembers it (BatchMetadata). */
export interface SequencedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** What a partition leader remembers of an idempotent producer: its last five batches (ProducerStateEntry). */
export interface ProducerEntry {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Oldest first, at most five. */
  readonly batches: readonly SequencedBatch[];
  /** First offset of its open transaction (ProducerStateEntry.currentTxnFirstOffset); left out: none is open. */
  readonly transactionStart?: number;
}

/** A replica's log: what is on the disk of one broker (written, perhaps not flushed), and its marks. */
export interface ReplicaLog {
  /** Batches in offset order; those below index `first` are deleted. */
  readonly batches: Vec<RecordBatch>;
  readonly first: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  /** Ascending in epoch and in start offset. */
  readonly epochs: readonly EpochEntry[];
  /** By ascending producer id. */
  readonly producers: readonly ProducerEntry[];
  /** Everything below has been flushed and survives a loss of power (recovery point). */
  readonly flushedOffset: number;
  /** Last high watermark written to replication-offset-checkpoint: where a restarted replica begins. */
  readonly checkpointedHighWatermark: number;
  readonly sizeInBytes: number;
  /** Segments that take no more records, oldest first; a batch lies in the last segment that begins at or before it. */
  readonly segments: readonly Segment[];
  /** The segment that is written to. */
  readonly active: Segment;
  /** Last log start offset written to log-start-offset-checkpoint: without it a restarted log starts where its first segment does. */
  readonly checkpointedLogStart: number;
  /** Where the next cleaning begins (cleaner-offset-checkpoint); -1: never cleaned. */
  readonly cleanedUpTo: number;
}

const EMPTY: ReplicaLog = {
  batches: emptyVec(),
  first: 0,
  logStartOffset: 0,
  logEndOffset: 0,
  highWatermark: 0,
  epochs: [],
  producers: [],
  flushedOffset: 0,
  checkpointedHighWatermark: 0,
  sizeInBytes: 0,
  segments: [],
  active: emptySegment(0, 0),
  checkpointedLogStart: 0,
  cleanedUpTo: -1,
};

/** A log without records. */
export function emptyLog(): ReplicaLog {
  return EMPTY;
}

/** A copy with another high watermark; written out, since it is made at every round of replication. */
export function withHighWatermark(log: ReplicaLog, highWatermark: number): ReplicaLog {
  return {
    batches: log.batches,
    first: log.first,
    logStartOffset: log.logStartOffset,
    logEndOffset: log.logEndOffset,
    highWatermark,
    epochs: log.epochs,
    producers: log.producers,
    flushedOffset: log.flushedOffset,
    checkpointedHighWatermark: log.checkpointedHighWatermark,
    sizeInBytes: log.sizeInBytes,
    segments: log.segments,
    active: log.active,
    checkpointedLogStart: log.checkpointedLogStart,
    cleanedUpTo: log.cleanedUpTo,
  };
}
