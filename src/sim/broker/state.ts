import type { Vec } from '../../lib/vec.ts';
import type { BrokerConfig, TopicConfig } from '../config/broker-config.ts';
import type { ControllerState } from '../controller/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { Kept } from '../machine.ts';
import type { Body } from '../protocol/body.ts';
import type { UpdateMetadataPartition } from '../protocol/cluster.ts';
import type { Config } from '../scenario.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../world.ts';
import type { ZkClientState } from '../zookeeper/client-state.ts';
import type { Channel } from './channel-state.ts';
import type { ControllerChannel, IsrProposals } from './controller-channel-state.ts';
import type { ReplicaFetcher } from './fetcher-state.ts';
import type { GroupCoordinatorState } from './groups/state.ts';
import type { BrokerKRaft } from './kraft/state.ts';
import type { StorageState } from './storage/state.ts';

export {
  FREE_CHANNEL,
  type Channel,
  type FetchSession,
  type DeleteWait,
  type ParkedDeletion,
  type ParkedFetch,
  type ParkedProduce,
  type ProduceWait,
  type SessionPartition,
} from './channel-state.ts';
export type { ControllerChannel, ControllerPurpose, IsrProposal, IsrProposals } from './controller-channel-state.ts';
export type { FetcherPartition, ReplicaFetcher } from './fetcher-state.ts';

/** org.apache.kafka.metadata.BrokerState. */
export type BrokerLifecycle =
  'NOT_RUNNING' | 'STARTING' | 'RECOVERY' | 'RUNNING' | 'PENDING_CONTROLLED_SHUTDOWN' | 'SHUTTING_DOWN';

/** Everything one broker knows. After a crash only brokerId, rack, config, the logs and the clean-shutdown marker are left. */
export interface BrokerState {
  readonly brokerId: number;
  readonly rack: string | null;
  readonly config: BrokerConfig;
  readonly lifecycle: Kept<BrokerLifecycle>;
  /** What a starting broker waits for, in words; null when it waits for nothing. */
  readonly waitingFor: string | null;
  /** czxid of /brokers/ids/N, in KRaft mode the offset of the record that registered it; -1 when not registered. */
  readonly brokerEpoch: number;
  readonly cleanShutdown: boolean;
  /** What the last crash took from the logs; told when the process starts again. */
  readonly lost: readonly LostRange[];
  readonly zk: ZkClientState;
  /** ZooKeeper mode: the controller module, there from the broker's first registration on; its `phase` says whether it is the controller. */
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
  readonly channels: Vec<Channel>;
  /** Connections of the channels, in the same places. */
  readonly channelConnections: readonly ConnectionId[];
  readonly isrProposals: IsrProposals;
  readonly toController: readonly ControllerChannel[];
  readonly producerIds: ProducerIdBlock;
  /** Topics whose automatic creation has been asked for. */
  readonly creatingTopics: readonly string[];
  /** Topics of the scenario that this broker has not heard of yet: the operator is about to create them. Not a broker's memory: it outlives a crash. */
  readonly awaitedTopics: readonly string[];
  /**
   * Requests that arrived while the broker was starting: they are read once it runs (SocketServer.enableRequestProcessing). Later,
   * requests of the controller: the first waits for topics' settings, the others for it (see control-requests.ts).
   */
  readonly held: readonly HeldRequest[];
  readonly stopping: ControlledShutdown | null;
  /** KRaft mode: what stands where ZooKeeper and the controller module stand in ZooKeeper mode; null there. */
  readonly kraft: BrokerKRaft | null;
  /** What the log manager and the cleaner are at. */
  readonly storage: StorageState;
  /** The groups that it coordinates. */
  readonly groups: GroupCoordinatorState;
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
  /**
   * The topic that its log is of, from partition.metadata beside the log: it outlives every end of the process and is gone with the disk
   * alone. Empty: the file has none. A topic that is made anew under an old name has another.
   */
  readonly topicId: string;
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
  /**
   * Channels (by index) whose parked produce waits for the high watermark. For a partition of __consumer_offsets also the group
   * coordinator, as `-1 - number of the partition`: others have nothing to look up when theirs moves.
   */
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
  /** KRaft mode: the follower's broker epoch, as its last fetch said; -1: not known. */
  readonly brokerEpoch: number;
}

/** Long before any run: Kafka's clock starts in 1970, so its time 0 is never recent; ours starts at 0. */
export const NEVER: Micros = -1_000_000_000_000_000;

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
