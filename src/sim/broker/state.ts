import type { Vec } from '../../lib/vec.ts';
import type { BrokerConfig, TopicConfig } from '../config/broker-config.ts';
import type { ControllerState } from '../controller/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { Kept } from '../machine.ts';
import type { Body } from '../protocol/body.ts';
import type { FetchPartition, FetchRequest, ProducePartitionResponse, ProduceRequest } from '../protocol/client.ts';
import type { UpdateMetadataPartition } from '../protocol/cluster.ts';
import type { Config } from '../scenario.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../world.ts';
import type { ZkClientState } from '../zookeeper/client-state.ts';

/** org.apache.kafka.metadata.BrokerState. */
export type BrokerLifecycle =
  | 'NOT_RUNNING'
  | 'STARTING'
  | 'RECOVERY'
  | 'RUNNING'
  | 'PENDING_CONTROLLED_SHUTDOWN'
  | 'SHUTTING_DOWN';

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
  /** What the last crash took from the logs; told when the process starts again. */
  readonly lost: readonly LostRange[];
  readonly zk: ZkClientState;
  /** Set while this broker is the controller (or is loading to become it). */
  readonly controller: ControllerState | null;
  readonly metadata: MetadataCache;
  /** Topics with settings of their own, by name (code units). */
  readonly topicConfigs: readonly { readonly topic: string; readonly config: Config }[];
  /** Replicas on this broker by PartitionId; null where it has none. */
  readonly replicas: Vec<Replica | null>;
  /** Ids of the partitions with a replica here, ascending: so that nobody scans the vector above. */
  readonly hosted: readonly PartitionId[];
  /** One for each leader this broker has ever fetched from; those without partitions are asleep. */
  readonly fetchers: readonly ReplicaFetcher[];
  /** Connections of the fetchers, in the same places; -1: none. Only for looking one up: numbers in a row are found fast. */
  readonly fetcherConnections: readonly ConnectionId[];
  /** Slots: one whose client is gone has connection -1 and is used again. */
  readonly channels: readonly Channel[];
  /** Connections of the channels, in the same places. */
  readonly channelConnections: readonly ConnectionId[];
  readonly isrProposals: IsrProposals;
  readonly toController: readonly ControllerChannel[];
  readonly producerIds: ProducerIdBlock;
  /** Topics whose automatic creation has been asked for. */
  readonly creatingTopics: readonly string[];
  /** Requests that arrived while the broker was starting: they are read once it runs (SocketServer.enableRequestProcessing). */
  readonly held: readonly HeldRequest[];
  readonly stopping: ControlledShutdown | null;
}

/** Offsets [from, to) that a loss of power or of the disk took from a log. */
export interface LostRange {
  readonly partition: PartitionId;
  readonly from: number;
  readonly to: number;
}

export interface HeldRequest {
  readonly connection: ConnectionId;
  readonly peer: NodeId;
  readonly correlationId: number;
  readonly apiVersion: number;
  readonly body: Body;
  readonly cause: Seq;
}

/** kafka.server.metadata.ZkMetadataCache: what this broker believes of the cluster. */
export interface MetadataCache {
  readonly controllerId: number;
  /** The highest controller epoch that this broker has obeyed (ReplicaManager.controllerEpoch). */
  readonly controllerEpoch: number;
  readonly liveBrokers: readonly { readonly id: number; readonly rack: string | null }[];
  readonly partitions: Vec<UpdateMetadataPartition | null>;
  /** Topics by name (code units), each with its partitions' ids in their order. */
  readonly topics: readonly CachedTopic[];
}

export interface CachedTopic {
  readonly name: string;
  readonly partitions: readonly PartitionId[];
}

/** One partition's replica on this broker (kafka.cluster.Partition and its local log). */
export interface Replica {
  readonly partition: PartitionId;
  readonly log: ReplicaLog;
  /** offline: the broker has the log but has not been told what to do with it since it started. */
  readonly role: 'leader' | 'follower' | 'offline';
  /** -1: not known. */
  readonly leader: number;
  /** -1: not known. */
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly controllerEpoch: number;
  readonly replicas: readonly number[];
  /** As this broker knows it; the leader's is the committed one, without proposals. Empty on a follower. */
  readonly isr: readonly number[];
  readonly duties: LeaderDuties | null;
  /** The topic's settings, over the broker's. */
  readonly topicConfig: TopicConfig;
  /** Fetch sessions that hold this partition: who is told, and perhaps woken, when it changes. */
  readonly watchers: readonly Watcher[];
}

/** A fetch session that a partition is part of. */
export interface Watcher {
  /** Index in `channels`. */
  readonly slot: number;
  /** Broker id of a follower; -1 for a consumer. */
  readonly replicaId: number;
}

/** What a leader keeps about its followers. */
export interface LeaderDuties {
  /** Log end offset when it became leader in this epoch. */
  readonly epochStartOffset: number;
  readonly followers: readonly FollowerProgress[];
  /** An ISR change sent to the controller and not yet answered; null: none. */
  readonly proposed: readonly number[] | null;
  /** The follower that a proposal adds: it counts for the high watermark at once (KIP-497). -1: none. */
  readonly adding: number;
  /** Channels (by index) whose parked produce waits for the high watermark. */
  readonly waitingProduces: readonly number[];
}

/**
 * kafka.cluster.ReplicaState; offsets -1 for unknown, times {@link NEVER}. While a follower is idle at the leader's log end,
 * its times here stand still: its fetch session knows when it last fetched, and the moment the log grows they are brought up.
 */
export interface FollowerProgress {
  readonly brokerId: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly lastFetchLeaderLogEndOffset: number;
  readonly lastFetchTime: Micros;
  readonly lastCaughtUpTime: Micros;
}

/** Long before any run: Kafka's clock starts in 1970, so its time 0 is never recent; ours starts at 0. */
export const NEVER: Micros = -1_000_000_000_000_000;

/** kafka.server.ReplicaFetcherThread: pulls from one leader. */
export interface ReplicaFetcher {
  readonly leader: number;
  readonly connection: ConnectionId | null;
  readonly ready: boolean;
  /** Is a request under way? */
  readonly busy: boolean;
  /** FetchMetadata of the next request (KIP-227). */
  readonly sessionId: number;
  readonly sessionEpoch: number;
  /** By ascending id. */
  readonly partitions: readonly FetcherPartition[];
  /** Partitions whose fetch position the leader has not been told since it changed. */
  readonly changed: readonly PartitionId[];
  /** Partitions of the session that are not fetched any more, and what the leader was last told about them. */
  readonly forgotten: readonly { readonly partition: PartitionId; readonly told: FetchPartition }[];
  /** Partitions that wait out an error. */
  readonly delayed: readonly PartitionId[];
  /** Partitions out of the leader's range: where to go on is asked by ListOffsets, one after another. */
  readonly resetting: readonly PartitionId[];
  /** The leader's log end as ListOffsets answered; -1: not asked yet. */
  readonly leaderEndOffset: number;
  readonly timerSlot: number;
}

/** kafka.server.PartitionFetchState. */
export interface FetcherPartition {
  readonly partition: PartitionId;
  readonly topic: string;
  readonly index: number;
  readonly fetchOffset: number;
  readonly currentLeaderEpoch: number;
  /** -1: none. */
  readonly lastFetchedEpoch: number;
  /** After an error: not before this time. */
  readonly delayedUntil: Micros;
  /** What the leader was last told in this session; null: not part of it. */
  readonly told: FetchPartition | null;
}

/** The server's side of one connection, with its incremental fetch session and its parked request. */
export interface Channel {
  /** -1: the slot is free. */
  readonly connection: ConnectionId;
  readonly peer: NodeId;
  readonly session: FetchSession | null;
  readonly parked: ParkedFetch | ParkedProduce | null;
}

/** A slot that nobody has. */
export const FREE_CHANNEL: Channel = { connection: -1, peer: -1, session: null, parked: null };

/** kafka.server.FetchSession (KIP-227). A full fetch without a session has one too, until it is answered. */
export interface FetchSession {
  /** 0: ends with the answer. */
  readonly id: number;
  /** The epoch that the next request must have. */
  readonly epoch: number;
  /** Broker id of a follower; -1 for a consumer. */
  readonly replicaId: number;
  /** By ascending id. */
  readonly partitions: readonly SessionPartition[];
  /** Partitions that a response might have to mention. All others are as the client knows them and need no look. */
  readonly dirty: readonly PartitionId[];
  readonly nextRank: number;
  /** When its last request was read: idle followers are caught up at that time. */
  readonly lastFetchTime: Micros;
}

/** A partition cached in a fetch session, and what the client was last told about it (FetchSession.CachedPartition). */
export interface SessionPartition {
  readonly id: PartitionId;
  readonly topic: string;
  readonly request: FetchPartition;
  /** -1: nothing yet, or an error. */
  readonly toldHighWatermark: number;
  readonly toldLogStartOffset: number;
  /** Order within a response: a partition that brought records goes to the end. */
  readonly rank: number;
}

export interface ParkedFetch {
  readonly kind: 'fetch';
  readonly request: FetchRequest;
  readonly deadline: Micros;
  readonly cause: Seq;
  /** Does the answer list every partition, changed or not? */
  readonly full: boolean;
}

export interface ParkedProduce {
  readonly kind: 'produce';
  readonly request: ProduceRequest;
  readonly deadline: Micros;
  readonly cause: Seq;
  readonly waits: readonly ProduceWait[];
}

/** One partition of a Produce that waits for the in-sync replicas (ProducePartitionStatus). */
export interface ProduceWait {
  readonly topic: string;
  readonly partition: PartitionId;
  readonly requiredOffset: number;
  readonly done: boolean;
  readonly response: ProducePartitionResponse;
}

/** kafka.server.AlterPartitionManager: one request under way at a time. */
export interface IsrProposals {
  readonly unsent: readonly IsrProposal[];
  readonly inFlight: readonly IsrProposal[];
}

export interface IsrProposal {
  readonly partition: PartitionId;
  readonly change: 'shrink' | 'expand';
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly newIsr: readonly number[];
}

/** What a channel to the controller is for; each purpose has its own connection, as in Kafka. */
export type ControllerPurpose = 'alterPartition' | 'forwarding' | 'producerIds' | 'shutdown';

/** kafka.server.NodeToControllerChannelManager: requests go to whoever is the controller, one at a time. */
export interface ControllerChannel {
  readonly purpose: ControllerPurpose;
  /** Broker id it is connected to; -1: none. */
  readonly controller: number;
  readonly connection: ConnectionId | null;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly queue: readonly { readonly body: Body; readonly cause: Seq }[];
}

/** Producer ids given to this broker in one block (RPCProducerIdManager). */
export interface ProducerIdBlock {
  readonly next: number;
  readonly end: number;
  readonly asked: boolean;
  /** Connections whose InitProducerId waits for a block. */
  readonly waiting: readonly ConnectionId[];
}

/** A clean stop in progress. */
export interface ControlledShutdown {
  /** Attempts left after the one under way. */
  readonly retriesLeft: number;
}
