import type { ErrorCode } from '../protocol/errors.ts';
import type { NodeId, PartitionId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that brokers write about themselves and their replicas. `broker` is the broker id. Offset ranges are [from, to). */
export interface BrokerEntries {
  /** Kafka's BrokerState. `waitingFor` says what keeps a starting broker waiting; null when nothing does. */
  BrokerStateChanged: {
    readonly broker: number;
    readonly from: string;
    readonly to: string;
    readonly waitingFor: string | null;
  };
  RecordsAppended: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly leaderEpoch: number;
    readonly from: number;
    readonly to: number;
    /** The producer's own count of these records for the partition; -1: nobody's. */
    readonly producer: NodeId;
    readonly first: number;
    /** True for one of Kafka's own topics; left out for all others. */
    readonly internal?: true;
  };
  /** An exact repeat of a batch that is already in the log (idempotent producer): acknowledged, not written. */
  DuplicateBatch: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly producer: NodeId;
  };
  ProduceRefused: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly error: ErrorCode;
    readonly producer: NodeId;
  };
  RecordsReplicated: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly leader: number;
    readonly from: number;
    readonly to: number;
    /** True for one of Kafka's own topics; left out for all others. */
    readonly internal?: true;
  };
  /** The leader has taken note of how far a follower is: the fetch offset acknowledges everything below it. */
  FollowerFetched: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly follower: number;
    readonly fetchOffset: number;
  };
  HighWatermarkAdvanced: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly role: 'leader' | 'follower';
    readonly from: number;
    readonly to: number;
    /** True for one of Kafka's own topics; left out for all others. */
    readonly internal?: true;
  };
  LogTruncated: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly leaderEpoch: number;
  };
  LeaderStarted: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly leaderEpoch: number;
    readonly logEndOffset: number;
    readonly highWatermark: number;
  };
  FollowerStarted: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly leader: number;
    readonly leaderEpoch: number;
  };
  IsrChangeProposed: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly change: 'shrink' | 'expand';
    readonly isr: readonly number[];
    readonly newIsr: readonly number[];
  };
  /** The leader has learnt that its ISR is now this one. */
  IsrChanged: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly isr: readonly number[];
    readonly partitionEpoch: number;
  };
  IsrChangeRefused: { readonly partition: PartitionId; readonly broker: number; readonly error: ErrorCode };
  /** A Produce with acks=all waits for the high watermark to reach `requiredOffset`. */
  ProduceParked: { readonly partition: PartitionId; readonly broker: number; readonly requiredOffset: number };
  FetchParked: { readonly broker: number; readonly from: NodeId };
  /** A fetch was refused: fenced epoch, not the leader, out of range. */
  FetchRefused: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: NodeId;
    readonly error: ErrorCode;
  };
  /** What a loss of power or of the disk took from a log. */
  LogLost: { readonly partition: PartitionId; readonly broker: number; readonly from: number; readonly to: number };
  LogFlushed: { readonly partition: PartitionId; readonly broker: number; readonly to: number };
  HighWatermarksCheckpointed: { readonly broker: number };
  MetadataCacheUpdated: {
    readonly broker: number;
    readonly controllerEpoch: number;
    readonly partitions: readonly PartitionId[];
  };
  /** KRaft mode: a broker goes by the metadata log up to and including `offset`. */
  MetadataPublished: {
    readonly broker: number;
    readonly offset: number;
    readonly partitions: readonly PartitionId[];
  };
  /** A request of a controller that has been replaced was refused. */
  StaleControllerRefused: { readonly broker: number; readonly controllerEpoch: number; readonly known: number };
}

export const brokerInterest: { readonly [T in keyof BrokerEntries]: Interest } = {
  BrokerStateChanged: 'detail',
  RecordsAppended: 'beat',
  DuplicateBatch: 'beat',
  ProduceRefused: 'beat',
  RecordsReplicated: 'beat',
  FollowerFetched: 'noise',
  HighWatermarkAdvanced: 'beat',
  LogTruncated: 'beat',
  LeaderStarted: 'beat',
  FollowerStarted: 'detail',
  IsrChangeProposed: 'detail',
  IsrChanged: 'beat',
  IsrChangeRefused: 'detail',
  ProduceParked: 'detail',
  FetchParked: 'noise',
  FetchRefused: 'detail',
  LogLost: 'beat',
  LogFlushed: 'noise',
  HighWatermarksCheckpointed: 'noise',
  MetadataCacheUpdated: 'noise',
  MetadataPublished: 'noise',
  StaleControllerRefused: 'beat',
};
