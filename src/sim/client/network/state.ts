import type { MetadataPartition } from '../../protocol/client.ts';
import type { Micros } from '../../time.ts';
import type { ConnectionId, Era, PartitionId } from '../../world.ts';

/** A topic as the last Metadata response described it. */
export interface TopicMetadata {
  readonly name: string;
  /** '': the brokers have not said. */
  readonly topicId: string;
  readonly error: string;
  /** By partition number. */
  readonly partitions: readonly MetadataPartition[];
  /** The dense index of each of them. */
  readonly ids: readonly PartitionId[];
  /** Numbers of the partitions that have a leader, ascending. */
  readonly available: readonly number[];
}

/** A partition's leader as the metadata has it. */
export interface KnownLeader {
  /** The broker, as an index into `setup.brokerIds`; -1: it has no leader, or one that is not alive. */
  readonly peer: number;
  readonly leaderEpoch: number;
  /** The topic's id, for requests that name it so (Fetch from version 13); empty: they name it by its name. */
  readonly topicId: string;
}

/** What a client knows of the cluster (org.apache.kafka.clients.Metadata). */
export interface ClientMetadata {
  /** Ascending; none: it has only the addresses of bootstrap.servers. */
  readonly brokers: readonly number[];
  /** The rack of each of them; null: none, or it is not known. */
  readonly racks: readonly (string | null)[];
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
  /** Leaders by PartitionId; null or missing where this client knows no such partition. */
  readonly leaders: readonly (KnownLeader | null)[];
  readonly receivedAt: Micros;
  /** -1: never; how often it was updated. */
  readonly version: number;
  /** It has gone back to bootstrap.servers and has no answer yet: nothing is known of topics but the epochs of their leaders. */
  readonly forgotten: boolean;
}

/** The network client's view of one broker it talks to. A bootstrap address has a channel of its own. */
export interface ClientChannel {
  readonly broker: number;
  /** `coordinator`: a connection of its own to the same broker, as a group's coordinator. */
  readonly purpose: 'bootstrap' | 'node' | 'coordinator';
  readonly connection: ConnectionId | null;
  readonly status: 'disconnected' | 'connecting' | 'handshaking' | 'ready';
  /** Attempts that failed since it was last ready: the reconnect backoff grows with them. */
  readonly failures: number;
  /** Attempts that never got as far as a connection: the setup timeout grows with them. */
  readonly setupFailures: number;
  /** No new attempt before this time. */
  readonly notBefore: Micros;
  /** -1: never. */
  readonly lastAttempt: Micros;
  readonly lastUsed: Micros;
  readonly inFlight: number;
}

/** Settings that all clients share (CommonClientConfigs). Times are in microseconds. */
export interface NetworkSettings {
  /** ApiVersions' client software name. */
  readonly software: string;
  readonly requestTimeout: Micros;
  readonly reconnectBackoff: Micros;
  readonly reconnectBackoffMax: Micros;
  readonly retryBackoff: Micros;
  /** As large as retryBackoff where the backoff does not grow (before 3.7). */
  readonly retryBackoffMax: Micros;
  readonly setupTimeout: Micros;
  readonly setupTimeoutMax: Micros;
  readonly metadataMaxAge: Micros;
  /** How often it asks while the broker that leads one of its partitions is not there; null: when something fails. */
  readonly leaderScan: Micros | null;
  readonly connectionsMaxIdle: Micros;
  /** Requests on one connection that may be without an answer (max.in.flight.requests.per.connection). */
  readonly maxInFlight: number;
  readonly allowAutoTopicCreation: boolean;
  /** Does it refuse metadata with a smaller leader epoch, and check positions after a change of leader (KIP-320)? */
  readonly leaderEpochs: boolean;
  /** Does it take a new leader from an error response at once (KIP-951, 3.7)? */
  readonly leaderDiscovery: boolean;
  /** Does it know topics by their ids, so that one that was created again is another one to it? */
  readonly topicIds: boolean;
  /** metadata.recovery.strategy=rebootstrap (KIP-899): when no broker that it knows can be reached, it begins with bootstrap.servers again. */
  readonly rebootstraps: boolean;
  /** Its requests are those of this release of Kafka at the newest. */
  readonly release: Era;
}

export interface NetworkClientState {
  readonly settings: NetworkSettings;
  /** Broker ids of bootstrap.servers. */
  readonly bootstrap: readonly number[];
  /** One for each broker of the scenario, in the order of their ids; then one for each bootstrap address. */
  readonly channels: readonly ClientChannel[];
  readonly metadata: ClientMetadata;
  readonly metadataWanted: boolean;
  readonly metadataUnderWay: boolean;
  readonly metadataNotBefore: Micros;
  /** Metadata requests that failed in a row, and answers in a row that brought nothing new. */
  readonly metadataFailures: number;
  readonly metadataUnchanged: number;
  readonly topicsWanted: readonly string[];
}
