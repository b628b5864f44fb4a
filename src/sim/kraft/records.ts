/* Records of __cluster_metadata-0, named as in metadata/src/main/resources/common/metadata; the fields that matter. */

/** RegisterBrokerRecord: a broker begins fenced. */
export interface RegisterBrokerRecord {
  readonly type: 'RegisterBrokerRecord';
  readonly brokerId: number;
  readonly incarnationId: string;
  /** The offset of this very record (ClusterControlManager.registerBroker). */
  readonly brokerEpoch: number;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}
/** BrokerRegistrationChangeRecord; null: as it was. */
export interface BrokerRegistrationChangeRecord {
  readonly type: 'BrokerRegistrationChangeRecord';
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly fenced: boolean | null;
  readonly inControlledShutdown: boolean | null;
}
export interface UnregisterBrokerRecord {
  readonly type: 'UnregisterBrokerRecord';
  readonly brokerId: number;
  readonly brokerEpoch: number;
}
export interface TopicRecord {
  readonly type: 'TopicRecord';
  readonly name: string;
  readonly topicId: string;
}
export interface RemoveTopicRecord {
  readonly type: 'RemoveTopicRecord';
  readonly name: string;
}
/** PartitionRecord: a new partition, whole. */
export interface PartitionRecord {
  readonly type: 'PartitionRecord';
  readonly topic: string;
  readonly partitionId: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly leader: number;
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly eligibleLeaderReplicas: readonly number[];
  readonly lastKnownElr: readonly number[];
}
/** PartitionChangeRecord: null fields are as they were. The partition epoch grows with each; the leader epoch only when `leader` is set. */
export interface PartitionChangeRecord {
  readonly type: 'PartitionChangeRecord';
  readonly topic: string;
  readonly partitionId: number;
  readonly isr: readonly number[] | null;
  readonly leader: number | null;
  readonly replicas: readonly number[] | null;
  readonly removingReplicas: readonly number[] | null;
  readonly addingReplicas: readonly number[] | null;
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING' | null;
  readonly eligibleLeaderReplicas: readonly number[] | null;
  readonly lastKnownElr: readonly number[] | null;
}
/** ConfigRecord; value null removes the setting. */
export interface ConfigRecord {
  readonly type: 'ConfigRecord';
  readonly resourceType: 'TOPIC' | 'BROKER';
  readonly resourceName: string;
  readonly name: string;
  readonly value: string | null;
}
export interface ProducerIdsRecord {
  readonly type: 'ProducerIdsRecord';
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly nextProducerId: number;
}
export interface FeatureLevelRecord {
  readonly type: 'FeatureLevelRecord';
  readonly name: string;
  readonly featureLevel: number;
}
/** Raft's own control record at the beginning of each epoch. */
export interface LeaderChangeRecord {
  readonly type: 'LeaderChange';
  readonly leaderId: number;
  readonly voters: readonly number[];
}
export interface NoOpRecord {
  readonly type: 'NoOpRecord';
}

export type MetadataRecord =
  | RegisterBrokerRecord
  | BrokerRegistrationChangeRecord
  | UnregisterBrokerRecord
  | TopicRecord
  | RemoveTopicRecord
  | PartitionRecord
  | PartitionChangeRecord
  | ConfigRecord
  | ProducerIdsRecord
  | FeatureLevelRecord
  | LeaderChangeRecord
  | NoOpRecord;
