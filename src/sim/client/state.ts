import type { NewRecord, ProducerProgram } from '../intervention.ts';
import type { MetadataPartition } from '../protocol/client.ts';
import type { KafkaRecord, RecordBatch } from '../protocol/record-batch.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';

/** What a client knows of the cluster (org.apache.kafka.clients.Metadata). */
export interface ClientMetadata {
  readonly brokers: readonly number[];
  readonly controllerId: number;
  readonly topics: readonly { readonly name: string; readonly error: string; readonly partitions: readonly MetadataPartition[] }[];
  readonly receivedAt: Micros;
  /** -1: never; how often it was updated. */
  readonly version: number;
}

/** The network client's view of one broker it talks to. Broker -1 is a bootstrap address. */
export interface ClientChannel {
  readonly broker: number;
  readonly purpose: 'bootstrap' | 'node';
  readonly connection: ConnectionId | null;
  readonly status: 'disconnected' | 'connecting' | 'handshaking' | 'ready';
  readonly failures: number;
  readonly notBefore: Micros;
  readonly inFlight: number;
}

export interface NetworkClientState {
  readonly bootstrap: readonly number[];
  readonly channels: readonly ClientChannel[];
  readonly metadata: ClientMetadata;
  readonly metadataWanted: boolean;
  readonly metadataUnderWay: boolean;
  readonly metadataNotBefore: Micros;
  readonly topicsWanted: readonly string[];
}

export interface ProducerState {
  readonly name: string;
  readonly client: string;
  /** As given; parsed form in `settings`. */
  readonly config: { readonly [name: string]: string };
  readonly settings: ProducerSettings;
  readonly network: NetworkClientState;
  readonly program: ProducerProgram | null;
  readonly programNext: number;
  readonly paused: boolean;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Records whose send() waits for metadata, in order. */
  readonly blocked: readonly { readonly record: NewRecord; readonly since: Micros; readonly cause: Seq }[];
  readonly accumulators: readonly PartitionQueue[];
  readonly sticky: readonly { readonly topic: string; readonly partition: number; readonly producedBytes: number }[];
  /** How many batches are in the accumulator or in flight. */
  readonly flushing: boolean;
}
export interface ProducerSettings {
  readonly acks: number;
  readonly retries: number;
  readonly linger: Micros;
  readonly batchSize: number;
  readonly requestTimeout: Micros;
  readonly deliveryTimeout: Micros;
  readonly retryBackoff: Micros;
  readonly retryBackoffMax: Micros;
  readonly maxInFlight: number;
  readonly idempotence: boolean;
  readonly partitioner: 'murmur2' | 'crc32' | 'sticky' | 'random';
  readonly maxBlock: Micros;
  readonly maxRequestSize: number;
  readonly bufferMemory: number;
}
export interface PartitionQueue {
  readonly partition: PartitionId;
  readonly nextSequence: number;
  /** How many records send() has given to this partition so far. */
  readonly counted: number;
  readonly queue: readonly ProducerBatch[];
  readonly inFlight: readonly ProducerBatch[];
}
export interface ProducerBatch {
  readonly first: number;
  readonly records: readonly KafkaRecord[];
  readonly sizeInBytes: number;
  readonly createdAt: Micros;
  readonly attempts: number;
  readonly notBefore: Micros;
  readonly closed: boolean;
  readonly baseSequence: number;
  readonly broker: number;
  readonly cause: Seq;
}

export interface ConsumerState {
  readonly name: string;
  readonly client: string;
  readonly config: { readonly [name: string]: string };
  readonly settings: ConsumerSettings;
  readonly network: NetworkClientState;
  readonly topics: readonly string[];
  readonly assign: readonly { readonly topic: string; readonly partition: number }[] | null;
  readonly processing: Micros;
  readonly paused: boolean;
  readonly assigned: readonly AssignedPartition[];
  /** The program is busy with what poll() returned until then. */
  readonly busyUntil: Micros;
  readonly failed: string | null;
}
export interface ConsumerSettings {
  readonly autoOffsetReset: 'earliest' | 'latest' | 'none';
  readonly maxPollRecords: number;
  readonly fetchMaxWait: Micros;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly maxPartitionFetchBytes: number;
  readonly isolation: 'read_uncommitted' | 'read_committed';
  readonly requestTimeout: Micros;
  readonly rack: string;
}
export interface AssignedPartition {
  readonly id: PartitionId;
  /** Offset of the next record that poll() returns; null until it is known. */
  readonly position: number | null;
  readonly positionEpoch: number;
  readonly highWatermark: number | null;
  /** Fetched and not yet returned by poll(). */
  readonly buffered: readonly RecordBatch[];
  readonly resetting: boolean;
}

export interface AdminState {
  readonly network: NetworkClientState;
  /** Requests still to be made or answered, in order. Its shape belongs to `client/admin`. */
  readonly jobs: readonly unknown[];
}
