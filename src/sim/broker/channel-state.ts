import type { FetchPartition, FetchRequest, ProducePartitionResponse, ProduceRequest } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../world.ts';

/** The server's side of one connection, with its incremental fetch session and its parked request. */
export interface Channel {
  /** -1: the slot is free. */
  readonly connection: ConnectionId;
  readonly peer: NodeId;
  readonly session: FetchSession | null;
  readonly parked: ParkedFetch | ParkedProduce | ParkedDeletion | null;
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
  /** Has this broker known a topic of the id that is asked for? It answers for it under that name from then on, also when it is gone. */
  readonly named: boolean;
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
  /** Does the answer name the leader of what this broker no longer leads (KIP-951)? */
  readonly namesLeaders: boolean;
}

/** One partition of a Produce that waits for the in-sync replicas (ProducePartitionStatus). */
export interface ProduceWait {
  readonly topic: string;
  readonly partition: PartitionId;
  readonly requiredOffset: number;
  readonly done: boolean;
  readonly response: ProducePartitionResponse;
}

/** A DeleteRecords that waits for its followers (DelayedDeleteRecords). */
export interface ParkedDeletion {
  readonly kind: 'deleteRecords';
  readonly deadline: Micros;
  readonly cause: Seq;
  readonly waits: readonly DeleteWait[];
}

/** One partition whose live replicas are to start at `requiredOffset`, or later (DeleteRecordsPartitionStatus). */
export interface DeleteWait {
  readonly topic: string;
  readonly index: number;
  readonly partition: PartitionId;
  readonly requiredOffset: number;
  readonly done: boolean;
  readonly error: ErrorCode;
  readonly lowWatermark: number;
}
