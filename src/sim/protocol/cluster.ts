import type { ErrorCode } from './errors.ts';

/* Between brokers and the controller (ZooKeeper mode), and what an operator asks for. Names are those of Kafka's message definitions. */

/** LeaderAndIsrPartitionState. */
export interface LeaderAndIsrPartition {
  readonly topicName: string;
  /** LeaderAndIsrTopicState's, here with each partition (KIP-516); missing: the controller does not say. */
  readonly topicId?: string;
  readonly partitionIndex: number;
  readonly controllerEpoch: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  /** Version of the partition's state znode. */
  readonly partitionEpoch: number;
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly isNew: boolean;
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
}
export interface LeaderAndIsrRequest {
  readonly type: 'LeaderAndIsrRequest';
  readonly controllerId: number;
  readonly controllerEpoch: number;
  readonly brokerEpoch: number;
  /** FULL: the first after a broker or controller started; INCREMENTAL otherwise. */
  readonly requestType: 'FULL' | 'INCREMENTAL';
  readonly partitionStates: readonly LeaderAndIsrPartition[];
  readonly liveLeaders: readonly number[];
}
export interface LeaderAndIsrResponse {
  readonly type: 'LeaderAndIsrResponse';
  readonly errorCode: ErrorCode;
  readonly partitionErrors: readonly {
    readonly topicName: string;
    readonly partitionIndex: number;
    readonly errorCode: ErrorCode;
  }[];
}

export interface UpdateMetadataPartition {
  readonly topicName: string;
  /** UpdateMetadataTopicState's, here with each partition; missing: the controller does not say. */
  readonly topicId?: string;
  readonly partitionIndex: number;
  readonly controllerEpoch: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly zkVersion: number;
  readonly replicas: readonly number[];
  readonly offlineReplicas: readonly number[];
}
export interface UpdateMetadataRequest {
  readonly type: 'UpdateMetadataRequest';
  readonly controllerId: number;
  readonly controllerEpoch: number;
  readonly brokerEpoch: number;
  readonly partitionStates: readonly UpdateMetadataPartition[];
  readonly liveBrokers: readonly { readonly id: number; readonly rack: string | null }[];
}
export interface UpdateMetadataResponse {
  readonly type: 'UpdateMetadataResponse';
  readonly errorCode: ErrorCode;
}

export interface StopReplicaRequest {
  readonly type: 'StopReplicaRequest';
  readonly controllerId: number;
  readonly controllerEpoch: number;
  readonly brokerEpoch: number;
  readonly partitionStates: readonly {
    readonly topicName: string;
    readonly partitionIndex: number;
    readonly leaderEpoch: number;
    readonly deletePartition: boolean;
  }[];
}
export interface StopReplicaResponse {
  readonly type: 'StopReplicaResponse';
  readonly errorCode: ErrorCode;
  readonly partitionErrors: readonly {
    readonly topicName: string;
    readonly partitionIndex: number;
    readonly errorCode: ErrorCode;
  }[];
}

export interface ControlledShutdownRequest {
  readonly type: 'ControlledShutdownRequest';
  readonly brokerId: number;
  readonly brokerEpoch: number;
}
export interface ControlledShutdownResponse {
  readonly type: 'ControlledShutdownResponse';
  readonly errorCode: ErrorCode;
  readonly remainingPartitions: readonly { readonly topicName: string; readonly partitionIndex: number }[];
}

/** AlterIsr in 2.8, AlterPartition from 3.0 (KIP-497, KIP-704): the leader proposes an ISR. */
export interface AlterPartitionRequest {
  readonly type: 'AlterPartitionRequest';
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly topics: readonly {
    readonly topicName: string;
    /** The topic that is meant, whatever has its name by now (from version 2); missing: whichever has the name. */
    readonly topicId?: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly leaderEpoch: number;
      readonly newIsr: readonly number[];
      /** Broker epoch of each of them as its fetches had it, -1: not known; KRaft alone (KIP-903). */
      readonly newIsrEpochs?: readonly number[];
      readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
      readonly partitionEpoch: number;
    }[];
  }[];
}
export interface AlterPartitionResponse {
  readonly type: 'AlterPartitionResponse';
  readonly errorCode: ErrorCode;
  readonly topics: readonly {
    readonly topicName: string;
    /** As in the request. */
    readonly topicId?: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly errorCode: ErrorCode;
      readonly leaderId: number;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
      readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
      readonly partitionEpoch: number;
    }[];
  }[];
}

export interface AllocateProducerIdsRequest {
  readonly type: 'AllocateProducerIdsRequest';
  readonly brokerId: number;
  readonly brokerEpoch: number;
}
export interface AllocateProducerIdsResponse {
  readonly type: 'AllocateProducerIdsResponse';
  readonly errorCode: ErrorCode;
  readonly producerIdStart: number;
  readonly producerIdLen: number;
}

export interface CreateTopicsRequest {
  readonly type: 'CreateTopicsRequest';
  readonly topics: readonly {
    readonly name: string;
    /** -1: the broker's num.partitions; also -1 with an explicit assignment. */
    readonly numPartitions: number;
    readonly replicationFactor: number;
    readonly assignments: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[];
    readonly configs: readonly { readonly name: string; readonly value: string | null }[];
  }[];
  readonly timeoutMs: number;
}
export interface CreateTopicsResponse {
  readonly type: 'CreateTopicsResponse';
  readonly topics: readonly {
    readonly name: string;
    readonly errorCode: ErrorCode;
    readonly errorMessage: string | null;
  }[];
}

export interface CreatePartitionsRequest {
  readonly type: 'CreatePartitionsRequest';
  readonly topics: readonly {
    readonly name: string;
    readonly count: number;
    readonly assignments: readonly { readonly brokerIds: readonly number[] }[] | null;
  }[];
  readonly timeoutMs: number;
}
export interface CreatePartitionsResponse {
  readonly type: 'CreatePartitionsResponse';
  readonly results: readonly {
    readonly name: string;
    readonly errorCode: ErrorCode;
    readonly errorMessage: string | null;
  }[];
}

export interface ElectLeadersRequest {
  readonly type: 'ElectLeadersRequest';
  readonly electionType: 'PREFERRED' | 'UNCLEAN';
  readonly topicPartitions: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
  readonly timeoutMs: number;
}
export interface ElectLeadersResponse {
  readonly type: 'ElectLeadersResponse';
  readonly errorCode: ErrorCode;
  readonly replicaElectionResults: readonly {
    readonly topic: string;
    readonly partitionResult: readonly {
      readonly partitionId: number;
      readonly errorCode: ErrorCode;
      readonly errorMessage: string | null;
    }[];
  }[];
}

export interface IncrementalAlterConfigsRequest {
  readonly type: 'IncrementalAlterConfigsRequest';
  readonly resources: readonly {
    readonly resourceType: 'TOPIC' | 'BROKER';
    readonly resourceName: string;
    readonly configs: readonly {
      readonly name: string;
      readonly configOperation: 'SET' | 'DELETE';
      readonly value: string | null;
    }[];
  }[];
}
export interface IncrementalAlterConfigsResponse {
  readonly type: 'IncrementalAlterConfigsResponse';
  readonly responses: readonly {
    readonly errorCode: ErrorCode;
    readonly errorMessage: string | null;
    readonly resourceType: 'TOPIC' | 'BROKER';
    readonly resourceName: string;
  }[];
}

export interface DeleteTopicsRequest {
  readonly type: 'DeleteTopicsRequest';
  readonly topicNames: readonly string[];
  readonly timeoutMs: number;
}
export interface DeleteTopicsResponse {
  readonly type: 'DeleteTopicsResponse';
  readonly responses: readonly {
    readonly name: string;
    readonly errorCode: ErrorCode;
    readonly errorMessage: string | null;
  }[];
}

/** KIP-455. */
export interface AlterPartitionReassignmentsRequest {
  readonly type: 'AlterPartitionReassignmentsRequest';
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      /** Null: what is under way is cancelled. */
      readonly replicas: readonly number[] | null;
    }[];
  }[];
  readonly timeoutMs: number;
}
export interface AlterPartitionReassignmentsResponse {
  readonly type: 'AlterPartitionReassignmentsResponse';
  readonly errorCode: ErrorCode;
  readonly responses: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly errorCode: ErrorCode;
      readonly errorMessage: string | null;
    }[];
  }[];
}

export type ClusterBody =
  | LeaderAndIsrRequest
  | LeaderAndIsrResponse
  | UpdateMetadataRequest
  | UpdateMetadataResponse
  | StopReplicaRequest
  | StopReplicaResponse
  | ControlledShutdownRequest
  | ControlledShutdownResponse
  | AlterPartitionRequest
  | AlterPartitionResponse
  | AllocateProducerIdsRequest
  | AllocateProducerIdsResponse
  | CreateTopicsRequest
  | CreateTopicsResponse
  | CreatePartitionsRequest
  | CreatePartitionsResponse
  | ElectLeadersRequest
  | ElectLeadersResponse
  | IncrementalAlterConfigsRequest
  | IncrementalAlterConfigsResponse
  | DeleteTopicsRequest
  | DeleteTopicsResponse
  | AlterPartitionReassignmentsRequest
  | AlterPartitionReassignmentsResponse;
