import type { ErrorCode } from './errors.ts';
import type { RecordBatch } from './record-batch.ts';

/*
 * What clients and followers ask of brokers. Names and fields are those of Kafka's message definitions
 * (clients/src/main/resources/common/message), without the fields that decide nothing here.
 */

export interface ApiVersionsRequest {
  readonly type: 'ApiVersionsRequest';
  readonly clientSoftwareName: string;
}
export interface ApiVersionsResponse {
  readonly type: 'ApiVersionsResponse';
  readonly errorCode: ErrorCode;
}

export interface MetadataRequest {
  readonly type: 'MetadataRequest';
  /** null: all topics. */
  readonly topics: readonly string[] | null;
  readonly allowAutoTopicCreation: boolean;
}
export interface MetadataPartition {
  readonly errorCode: ErrorCode;
  readonly partitionIndex: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicaNodes: readonly number[];
  readonly isrNodes: readonly number[];
  readonly offlineReplicas: readonly number[];
}
export interface MetadataResponse {
  readonly type: 'MetadataResponse';
  readonly brokers: readonly {
    readonly nodeId: number;
    readonly host: string;
    readonly port: number;
    readonly rack: string | null;
  }[];
  readonly controllerId: number;
  readonly topics: readonly {
    readonly errorCode: ErrorCode;
    readonly name: string;
    readonly topicId: string;
    readonly isInternal: boolean;
    readonly partitions: readonly MetadataPartition[];
  }[];
}

export interface ProduceRequest {
  readonly type: 'ProduceRequest';
  readonly transactionalId: string | null;
  /** 0, 1 or -1 (all). */
  readonly acks: number;
  readonly timeoutMs: number;
  readonly topicData: readonly {
    readonly name: string;
    readonly partitionData: readonly { readonly index: number; readonly records: RecordBatch }[];
  }[];
}
/** The leader that a broker knows of, told to a client that asked the wrong one (KIP-951). */
export interface CurrentLeader {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}
export interface ProducePartitionResponse {
  readonly index: number;
  readonly errorCode: ErrorCode;
  /** -1 when nothing was appended. */
  readonly baseOffset: number;
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly errorMessage: string | null;
  /** From version 10; null: the broker names none. */
  readonly currentLeader: CurrentLeader | null;
}
export interface ProduceResponse {
  readonly type: 'ProduceResponse';
  /** From version 10: the brokers among the leaders named that are alive, with their addresses; missing: none is named. */
  readonly nodeEndpoints?: readonly number[];
  readonly responses: readonly {
    readonly name: string;
    readonly partitionResponses: readonly ProducePartitionResponse[];
  }[];
}

export interface FetchPartition {
  /** FetchTopic's, here with each partition (from version 13, KIP-516); missing: the topic is the one that has the name. */
  readonly topicId?: string;
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  readonly logStartOffset: number;
  readonly partitionMaxBytes: number;
}
export interface FetchRequest {
  readonly type: 'FetchRequest';
  /** Broker id of a follower; -1 for a consumer. */
  readonly replicaId: number;
  /** A follower's broker epoch (KIP-903); missing or -1: it does not say. */
  readonly replicaEpoch?: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolationLevel: 'read_uncommitted' | 'read_committed';
  /** 0: no session yet. KIP-227. */
  readonly sessionId: number;
  /** 0: full fetch that asks for a session; -1: full fetch without one. */
  readonly sessionEpoch: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly FetchPartition[] }[];
  readonly forgottenTopicsData: readonly {
    readonly topic: string;
    /** As in {@link FetchPartition}; missing: whichever of that name the session has. */
    readonly topicId?: string;
    readonly partitions: readonly number[];
  }[];
  readonly rackId: string;
}
export interface FetchPartitionResponse {
  readonly partitionIndex: number;
  readonly errorCode: ErrorCode;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** KIP-595: where the follower's log parts from the leader's; null: it does not. */
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | null;
  readonly currentLeader: CurrentLeader | null;
  readonly abortedTransactions: readonly { readonly producerId: number; readonly firstOffset: number }[];
  readonly preferredReadReplica: number;
  readonly records: readonly RecordBatch[];
}
export interface FetchResponse {
  readonly type: 'FetchResponse';
  readonly errorCode: ErrorCode;
  readonly sessionId: number;
  /** From version 16: as in a Produce response. */
  readonly nodeEndpoints?: readonly number[];
  readonly responses: readonly { readonly topic: string; readonly partitions: readonly FetchPartitionResponse[] }[];
}

/** Special timestamps of ListOffsets. */
export const LATEST_TIMESTAMP = -1;
export const EARLIEST_TIMESTAMP = -2;

export interface ListOffsetsRequest {
  readonly type: 'ListOffsetsRequest';
  readonly replicaId: number;
  readonly isolationLevel: 'read_uncommitted' | 'read_committed';
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly currentLeaderEpoch: number;
      readonly timestamp: number;
    }[];
  }[];
}
export interface ListOffsetsResponse {
  readonly type: 'ListOffsetsResponse';
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly errorCode: ErrorCode;
      readonly timestamp: number;
      readonly offset: number;
      readonly leaderEpoch: number;
    }[];
  }[];
}

export interface OffsetForLeaderEpochRequest {
  readonly type: 'OffsetForLeaderEpochRequest';
  readonly replicaId: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly currentLeaderEpoch: number;
      readonly leaderEpoch: number;
    }[];
  }[];
}
export interface OffsetForLeaderEpochResponse {
  readonly type: 'OffsetForLeaderEpochResponse';
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: ErrorCode;
      readonly leaderEpoch: number;
      readonly endOffset: number;
    }[];
  }[];
}

export interface DeleteRecordsRequest {
  readonly type: 'DeleteRecordsRequest';
  readonly topics: readonly {
    readonly name: string;
    /** Records before `offset` go; -1: all up to the high watermark. */
    readonly partitions: readonly { readonly partitionIndex: number; readonly offset: number }[];
  }[];
  readonly timeoutMs: number;
}
export interface DeleteRecordsResponse {
  readonly type: 'DeleteRecordsResponse';
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      /** The smallest log start offset among live replicas; -1 with an error. */
      readonly lowWatermark: number;
      readonly errorCode: ErrorCode;
    }[];
  }[];
}

export interface InitProducerIdRequest {
  readonly type: 'InitProducerIdRequest';
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
}
export interface InitProducerIdResponse {
  readonly type: 'InitProducerIdResponse';
  readonly errorCode: ErrorCode;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export type ClientBody =
  | ApiVersionsRequest
  | ApiVersionsResponse
  | MetadataRequest
  | MetadataResponse
  | ProduceRequest
  | ProduceResponse
  | FetchRequest
  | FetchResponse
  | ListOffsetsRequest
  | ListOffsetsResponse
  | OffsetForLeaderEpochRequest
  | OffsetForLeaderEpochResponse
  | DeleteRecordsRequest
  | DeleteRecordsResponse
  | InitProducerIdRequest
  | InitProducerIdResponse;
