import type { Vec } from '../../lib/vec.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import type { ControllerState } from '../controller/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { Kept } from '../machine.ts';
import type { FetchPartition, FetchRequest, ProduceRequest } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { UpdateMetadataPartition } from '../protocol/cluster.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';
import type { ZkClientState } from '../zookeeper/client-state.ts';

/** org.apache.kafka.metadata.BrokerState. */
export type BrokerLifecycle = 'NOT_RUNNING' | 'STARTING' | 'RECOVERY' | 'RUNNING' | 'PENDING_CONTROLLED_SHUTDOWN' | 'SHUTTING_DOWN';

/** Everything one broker knows. After a crash only brokerId, rack, config, the logs and the clean-shutdown marker are left. */
export interface BrokerState {
  readonly brokerId: number;
  readonly rack: string | null;
  readonly config: BrokerConfig;
  readonly lifecycle: Kept<BrokerLifecycle>;
  /** What a starting broker waits for, in words; null when it waits for nothing. */
  readonly waitingFor: string | null;
  /** czxid of /brokers/ids/N; -1 when not registered. */
  readonly brokerEpoch: number;
  readonly cleanShutdown: boolean;
  readonly zk: ZkClientState;
  /** Set while this broker is the controller (or is loading to become it). */
  readonly controller: ControllerState | null;
  readonly metadata: MetadataCache;
  /** Replicas on this broker by PartitionId; null where it has none. */
  readonly replicas: Vec<Replica | null>;
  /** Ids of the partitions with a replica here, ascending: so that nobody scans the vector above. */
  readonly hosted: readonly PartitionId[];
  readonly fetchers: readonly ReplicaFetcher[];
  readonly channels: readonly Channel[];
  readonly isrProposals: IsrProposals;
  readonly producerIds: { readonly next: number; readonly end: number; readonly asked: boolean };
}

/** kafka.server.metadata.ZkMetadataCache: what this broker believes of the cluster. */
export interface MetadataCache {
  readonly controllerId: number;
  readonly controllerEpoch: number;
  readonly liveBrokers: readonly { readonly id: number; readonly rack: string | null }[];
  readonly partitions: Vec<UpdateMetadataPartition | null>;
}

/** One partition's replica on this broker (kafka.cluster.Partition and its local log). */
export interface Replica {
  readonly partition: PartitionId;
  readonly log: ReplicaLog;
  /** offline: the broker has the log but has not been told what to do with it since it started. */
  readonly role: 'leader' | 'follower' | 'offline';
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly controllerEpoch: number;
  readonly replicas: readonly number[];
  /** As this broker knows it; the leader's is the committed one, without proposals. */
  readonly isr: readonly number[];
  readonly duties: LeaderDuties | null;
}

/** What a leader keeps about its followers. */
export interface LeaderDuties {
  /** Log end offset when it became leader in this epoch. */
  readonly epochStartOffset: number;
  readonly followers: readonly FollowerProgress[];
  /** An ISR change sent to the controller and not yet answered; null: none. */
  readonly proposed: readonly number[] | null;
  /** Channels (by index) whose parked fetch waits for this partition's log end, or for its high watermark. */
  readonly waitingFetches: readonly number[];
  /** Channels whose parked produce waits for the high watermark. */
  readonly waitingProduces: readonly number[];
}

/** kafka.cluster.Replica.ReplicaState; -1 for unknown. */
export interface FollowerProgress {
  readonly brokerId: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly lastFetchLeaderLogEndOffset: number;
  readonly lastFetchTime: Micros;
  readonly lastCaughtUpTime: Micros;
}

/** kafka.server.ReplicaFetcherThread: pulls from one leader. */
export interface ReplicaFetcher {
  readonly leader: number;
  readonly connection: ConnectionId | null;
  /** Is a Fetch under way? */
  readonly busy: boolean;
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly partitions: readonly FetcherPartition[];
  readonly timerSlot: number;
}
export interface FetcherPartition {
  readonly partition: PartitionId;
  /** Fetch offset last told to the leader in this session; -1: not yet. */
  readonly told: number;
  readonly toldEpoch: number;
  /** After an error: not before this time. */
  readonly delayedUntil: Micros;
}

/** The server's side of one connection, with its incremental fetch session and its parked request. */
export interface Channel {
  readonly connection: ConnectionId;
  readonly session: FetchSession | null;
  readonly parked: ParkedFetch | ParkedProduce | null;
}
export interface FetchSession {
  readonly id: number;
  readonly epoch: number;
  readonly partitions: readonly SessionPartition[];
}
/** A partition cached in a fetch session, and what the client was last told about it. */
export interface SessionPartition {
  readonly id: PartitionId;
  readonly request: FetchPartition;
  readonly toldHighWatermark: number;
  readonly toldLogStartOffset: number;
}
export interface ParkedFetch {
  readonly kind: 'fetch';
  readonly request: FetchRequest;
  readonly deadline: Micros;
  readonly cause: Seq;
}
export interface ParkedProduce {
  readonly kind: 'produce';
  readonly request: ProduceRequest;
  readonly deadline: Micros;
  readonly cause: Seq;
  readonly waits: readonly { readonly partition: PartitionId; readonly baseOffset: number; readonly requiredOffset: number; readonly done: boolean; readonly error: ErrorCode }[];
}

/** The leader's manager of AlterPartition requests: one under way at a time (AlterPartitionManager). */
export interface IsrProposals {
  readonly pending: readonly PartitionId[];
  readonly inFlight: readonly PartitionId[];
  readonly connection: ConnectionId | null;
}
