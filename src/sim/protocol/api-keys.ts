/*
 * Kafka's requests with their numbers (org.apache.kafka.common.protocol.ApiKeys and the message definitions at tag 3.9.0). Cluster actions are
 * between brokers and controllers alone; what may be forwarded a broker hands on to the active controller in KRaft mode (KIP-590).
 */

export interface ApiKey {
  readonly key: number;
  readonly name: string;
  readonly clusterAction: boolean;
  readonly forwardable: boolean;
  readonly lowest: number;
  readonly highest: number;
}

const CLUSTER = 1;
const FORWARDED = 2;

/** By the name of the request's definition: the number, the name in ApiKeys, the versions, and what it is. */
const ROWS: { readonly [message: string]: readonly [number, string, number, number, number] } = {
  Produce: [0, 'PRODUCE', 0, 11, 0],
  Fetch: [1, 'FETCH', 0, 17, 0],
  ListOffsets: [2, 'LIST_OFFSETS', 0, 10, 0],
  Metadata: [3, 'METADATA', 0, 12, 0],
  LeaderAndIsr: [4, 'LEADER_AND_ISR', 0, 7, CLUSTER],
  StopReplica: [5, 'STOP_REPLICA', 0, 4, CLUSTER],
  UpdateMetadata: [6, 'UPDATE_METADATA', 0, 8, CLUSTER],
  ControlledShutdown: [7, 'CONTROLLED_SHUTDOWN', 0, 3, CLUSTER],
  OffsetCommit: [8, 'OFFSET_COMMIT', 0, 9, 0],
  OffsetFetch: [9, 'OFFSET_FETCH', 0, 9, 0],
  FindCoordinator: [10, 'FIND_COORDINATOR', 0, 6, 0],
  JoinGroup: [11, 'JOIN_GROUP', 0, 9, 0],
  Heartbeat: [12, 'HEARTBEAT', 0, 4, 0],
  LeaveGroup: [13, 'LEAVE_GROUP', 0, 5, 0],
  SyncGroup: [14, 'SYNC_GROUP', 0, 5, 0],
  DescribeGroups: [15, 'DESCRIBE_GROUPS', 0, 5, 0],
  ListGroups: [16, 'LIST_GROUPS', 0, 5, 0],
  SaslHandshake: [17, 'SASL_HANDSHAKE', 0, 1, 0],
  ApiVersions: [18, 'API_VERSIONS', 0, 4, 0],
  CreateTopics: [19, 'CREATE_TOPICS', 0, 7, FORWARDED],
  DeleteTopics: [20, 'DELETE_TOPICS', 0, 6, FORWARDED],
  DeleteRecords: [21, 'DELETE_RECORDS', 0, 2, 0],
  InitProducerId: [22, 'INIT_PRODUCER_ID', 0, 5, 0],
  OffsetForLeaderEpoch: [23, 'OFFSET_FOR_LEADER_EPOCH', 0, 4, 0],
  AddPartitionsToTxn: [24, 'ADD_PARTITIONS_TO_TXN', 0, 5, 0],
  AddOffsetsToTxn: [25, 'ADD_OFFSETS_TO_TXN', 0, 4, 0],
  EndTxn: [26, 'END_TXN', 0, 5, 0],
  WriteTxnMarkers: [27, 'WRITE_TXN_MARKERS', 0, 1, CLUSTER],
  TxnOffsetCommit: [28, 'TXN_OFFSET_COMMIT', 0, 4, 0],
  DescribeAcls: [29, 'DESCRIBE_ACLS', 0, 3, 0],
  CreateAcls: [30, 'CREATE_ACLS', 0, 3, FORWARDED],
  DeleteAcls: [31, 'DELETE_ACLS', 0, 3, FORWARDED],
  DescribeConfigs: [32, 'DESCRIBE_CONFIGS', 0, 4, 0],
  AlterConfigs: [33, 'ALTER_CONFIGS', 0, 2, FORWARDED],
  AlterReplicaLogDirs: [34, 'ALTER_REPLICA_LOG_DIRS', 0, 2, 0],
  DescribeLogDirs: [35, 'DESCRIBE_LOG_DIRS', 0, 4, 0],
  SaslAuthenticate: [36, 'SASL_AUTHENTICATE', 0, 2, 0],
  CreatePartitions: [37, 'CREATE_PARTITIONS', 0, 3, FORWARDED],
  CreateDelegationToken: [38, 'CREATE_DELEGATION_TOKEN', 0, 3, FORWARDED],
  RenewDelegationToken: [39, 'RENEW_DELEGATION_TOKEN', 0, 2, FORWARDED],
  ExpireDelegationToken: [40, 'EXPIRE_DELEGATION_TOKEN', 0, 2, FORWARDED],
  DescribeDelegationToken: [41, 'DESCRIBE_DELEGATION_TOKEN', 0, 3, 0],
  DeleteGroups: [42, 'DELETE_GROUPS', 0, 2, 0],
  ElectLeaders: [43, 'ELECT_LEADERS', 0, 2, FORWARDED],
  IncrementalAlterConfigs: [44, 'INCREMENTAL_ALTER_CONFIGS', 0, 1, FORWARDED],
  AlterPartitionReassignments: [45, 'ALTER_PARTITION_REASSIGNMENTS', 0, 0, FORWARDED],
  ListPartitionReassignments: [46, 'LIST_PARTITION_REASSIGNMENTS', 0, 0, FORWARDED],
  OffsetDelete: [47, 'OFFSET_DELETE', 0, 0, 0],
  DescribeClientQuotas: [48, 'DESCRIBE_CLIENT_QUOTAS', 0, 1, 0],
  AlterClientQuotas: [49, 'ALTER_CLIENT_QUOTAS', 0, 1, FORWARDED],
  DescribeUserScramCredentials: [50, 'DESCRIBE_USER_SCRAM_CREDENTIALS', 0, 0, 0],
  AlterUserScramCredentials: [51, 'ALTER_USER_SCRAM_CREDENTIALS', 0, 0, FORWARDED],
  Vote: [52, 'VOTE', 0, 1, CLUSTER],
  BeginQuorumEpoch: [53, 'BEGIN_QUORUM_EPOCH', 0, 1, CLUSTER],
  EndQuorumEpoch: [54, 'END_QUORUM_EPOCH', 0, 1, CLUSTER],
  DescribeQuorum: [55, 'DESCRIBE_QUORUM', 0, 2, CLUSTER | FORWARDED],
  AlterPartition: [56, 'ALTER_PARTITION', 0, 3, CLUSTER],
  UpdateFeatures: [57, 'UPDATE_FEATURES', 0, 2, CLUSTER | FORWARDED],
  Envelope: [58, 'ENVELOPE', 0, 0, CLUSTER],
  FetchSnapshot: [59, 'FETCH_SNAPSHOT', 0, 1, 0],
  DescribeCluster: [60, 'DESCRIBE_CLUSTER', 0, 1, 0],
  DescribeProducers: [61, 'DESCRIBE_PRODUCERS', 0, 0, 0],
  BrokerRegistration: [62, 'BROKER_REGISTRATION', 0, 4, CLUSTER],
  BrokerHeartbeat: [63, 'BROKER_HEARTBEAT', 0, 1, CLUSTER],
  UnregisterBroker: [64, 'UNREGISTER_BROKER', 0, 0, FORWARDED],
  DescribeTransactions: [65, 'DESCRIBE_TRANSACTIONS', 0, 0, 0],
  ListTransactions: [66, 'LIST_TRANSACTIONS', 0, 1, 0],
  AllocateProducerIds: [67, 'ALLOCATE_PRODUCER_IDS', 0, 0, CLUSTER | FORWARDED],
  ConsumerGroupHeartbeat: [68, 'CONSUMER_GROUP_HEARTBEAT', 0, 1, 0],
  ConsumerGroupDescribe: [69, 'CONSUMER_GROUP_DESCRIBE', 0, 0, 0],
  ControllerRegistration: [70, 'CONTROLLER_REGISTRATION', 0, 0, 0],
  GetTelemetrySubscriptions: [71, 'GET_TELEMETRY_SUBSCRIPTIONS', 0, 0, 0],
  PushTelemetry: [72, 'PUSH_TELEMETRY', 0, 0, 0],
  AssignReplicasToDirs: [73, 'ASSIGN_REPLICAS_TO_DIRS', 0, 0, 0],
  ListClientMetricsResources: [74, 'LIST_CLIENT_METRICS_RESOURCES', 0, 0, 0],
  DescribeTopicPartitions: [75, 'DESCRIBE_TOPIC_PARTITIONS', 0, 0, 0],
  ShareGroupHeartbeat: [76, 'SHARE_GROUP_HEARTBEAT', 0, 0, 0],
  ShareGroupDescribe: [77, 'SHARE_GROUP_DESCRIBE', 0, 0, 0],
  ShareFetch: [78, 'SHARE_FETCH', 0, 0, 0],
  ShareAcknowledge: [79, 'SHARE_ACKNOWLEDGE', 0, 0, 0],
  AddRaftVoter: [80, 'ADD_RAFT_VOTER', 0, 0, FORWARDED],
  RemoveRaftVoter: [81, 'REMOVE_RAFT_VOTER', 0, 0, FORWARDED],
  UpdateRaftVoter: [82, 'UPDATE_RAFT_VOTER', 0, 0, 0],
  InitializeShareGroupState: [83, 'INITIALIZE_SHARE_GROUP_STATE', 0, 0, CLUSTER],
  ReadShareGroupState: [84, 'READ_SHARE_GROUP_STATE', 0, 0, CLUSTER],
  WriteShareGroupState: [85, 'WRITE_SHARE_GROUP_STATE', 0, 0, CLUSTER],
  DeleteShareGroupState: [86, 'DELETE_SHARE_GROUP_STATE', 0, 0, CLUSTER],
  ReadShareGroupStateSummary: [87, 'READ_SHARE_GROUP_STATE_SUMMARY', 0, 0, CLUSTER],
};

/** What Kafka says of a request, by the name of its definition (`Fetch`); null when it has no such request. */
export function apiKeyOf(message: string): ApiKey | null {
  const row = Object.hasOwn(ROWS, message) ? ROWS[message] : undefined;
  if (row === undefined) return null;
  const [key, name, lowest, highest, kind] = row;
  return { key, name, lowest, highest, clusterAction: (kind & CLUSTER) !== 0, forwardable: (kind & FORWARDED) !== 0 };
}
