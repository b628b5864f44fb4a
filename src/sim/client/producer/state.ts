import type { NewRecord, ProducerProgram } from '../../intervention.ts';
import type { KafkaRecord, RecordBatch } from '../../protocol/record-batch.ts';
import type { Config } from '../../scenario.ts';
import type { Micros } from '../../time.ts';
import type { PartitionId, Seq } from '../../world.ts';
import type { NetworkClientState } from '../network/state.ts';

export interface ProducerState {
  readonly name: string;
  readonly client: string;
  /** As given; parsed form in `settings`. */
  readonly config: Config;
  readonly settings: ProducerSettings;
  readonly network: NetworkClientState;
  readonly program: ProducerProgram | null;
  /** The number of the program's next record. */
  readonly programNext: number;
  /** Records of the current tick that the program has not handed over yet: more than 0 while its send() blocks. */
  readonly tickLeft: number;
  /** Since when the program's send() blocks; null: it does not. */
  readonly programBlocked: Micros | null;
  readonly paused: boolean;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** An InitProducerId request is under way. */
  readonly producerIdAsked: boolean;
  readonly producerIdNotBefore: Micros;
  /** The epoch is raised before the next batch leaves (TransactionManager.epochBumpRequired). */
  readonly epochBumpNeeded: boolean;
  /** Records sent by hand whose send() waits, in order. `since`: when the wait of the first began; -1 for those behind it. */
  readonly blocked: readonly { readonly record: NewRecord; readonly since: Micros; readonly cause: Seq }[];
  /** One for each partition it ever sent to, in that order. */
  readonly accumulators: readonly PartitionQueue[];
  /** Where in `accumulators` a partition is, by PartitionId; -1: nowhere. */
  readonly queueOf: readonly number[];
  /** One for each broker, in the order of their ids: which partitions have something for it. */
  readonly destinations: readonly Destination[];
  /** Partitions with batches and without a leader. */
  readonly leaderless: readonly PartitionId[];
  readonly sticky: readonly StickyChoice[];
  /** flush() was called: everything leaves at once, and the program waits. */
  readonly flushing: boolean;
  /** close() was called: nothing more is taken in, and the process ends when nothing is left. */
  readonly closing: boolean;
  /** New settings that wait until what was sent under the old ones is done; null: none. */
  readonly reconfigure: Config | null;
  /** Batches in the accumulator or in flight. */
  readonly incomplete: number;
  /** Bytes of buffer.memory that they take. */
  readonly bufferUsed: number;
  /** When some batch may run out of time. */
  readonly expiryCheck: Micros;
}

export interface ProducerSettings {
  /** 0, 1 or -1 (all). */
  readonly acks: number;
  readonly retries: number;
  readonly linger: Micros;
  readonly batchSize: number;
  readonly requestTimeout: Micros;
  /** Of a client that has no delivery.timeout.ms: linger.ms and request.timeout.ms, how long a new batch may wait. */
  readonly deliveryTimeout: Micros;
  /** Do only batches that wait run out of time, each attempt anew? */
  readonly expiresQueued: boolean;
  readonly retryBackoff: Micros;
  readonly retryBackoffMax: Micros;
  readonly maxInFlight: number;
  readonly idempotence: boolean;
  /** Does a batch that is sent again go back to its place in the queue, or to the front? */
  readonly retriesInOrder: boolean;
  /** Is a batch that the broker calls too large sent again in smaller ones? */
  readonly splitsBatches: boolean;
  /** Is a request without an answer in time another error than a connection that broke? */
  readonly namesTimeouts: boolean;
  /** How a key becomes a partition; `sticky` and `random` do not look at keys. */
  readonly partitioner: 'murmur2' | 'crc32' | 'sticky' | 'random';
  /** How records without a key are spread: see `partitioner/choose.ts`. */
  readonly keyless: 'adaptive' | 'batch' | 'linger' | 'random';
  /** Does an empty key count as none (librdkafka's consistent_random)? */
  readonly emptyKeyIsNone: boolean;
  /** Are shorter queues preferred (partitioner.adaptive.partitioning.enable)? */
  readonly adaptive: boolean;
  /** librdkafka's sticky.partitioning.linger.ms. */
  readonly stickyLinger: Micros;
  readonly maxBlock: Micros;
  readonly maxRequestSize: number;
  /** Does a partition send nothing while it has a batch without an answer (Sender.guaranteeMessageOrder)? */
  readonly oneAtATime: boolean;
  readonly bufferMemory: number;
}

/** The partition that records without a key of a topic go to at present. */
export interface StickyChoice {
  readonly topic: string;
  readonly partition: number;
  readonly producedBytes: number;
  readonly since: Micros;
}

/** What waits for one broker. */
export interface Destination {
  /** Partitions it leads that have batches waiting, the longest waiting first. */
  readonly pending: readonly PartitionId[];
  /** When one of them may have something to send; NEVER while only an answer or a connection can change that. */
  readonly due: Micros;
}

export interface PartitionQueue {
  readonly partition: PartitionId;
  /** How many records send() has given to this partition so far, also before a restart: numbers are never used twice. */
  readonly counted: number;
  readonly queue: readonly ProducerBatch[];
  readonly inFlight: readonly ProducerBatch[];
  readonly nextSequence: number;
  /** The producer epoch that these sequence numbers belong to; -1: none yet. */
  readonly sequenceEpoch: number;
  readonly lastAckedSequence: number;
  readonly lastAckedOffset: number;
  /** A batch that may have been appended was given up: the sequence number after it; -1: none. */
  readonly unresolved: number;
}

export interface ProducerBatch {
  readonly first: number;
  readonly records: readonly KafkaRecord[];
  readonly sizeInBytes: number;
  /** Bytes of buffer.memory it holds; no more records fit once sizeInBytes has reached it. */
  readonly memory: number;
  readonly createdAt: Micros;
  /** How often it was sent. */
  readonly attempts: number;
  /** Not to be sent again before this time. */
  readonly notBefore: Micros;
  readonly closed: boolean;
  /** It failed at least once and went back to the queue. */
  readonly retried: boolean;
  readonly baseSequence: number;
  /** Its sequence was given anew under a later epoch. */
  readonly sequenceReset: boolean;
  /** The broker it was last sent to, and that broker's leader epoch; -1: never sent. */
  readonly broker: number;
  readonly leaderEpoch: number;
  /** What was sent; null before the first attempt. */
  readonly wire: RecordBatch | null;
  readonly cause: Seq;
}
