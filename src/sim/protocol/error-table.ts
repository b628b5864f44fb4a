import type { ErrorCode } from './errors.ts';

/** What Kafka's own table says of an error (org.apache.kafka.common.protocol.Errors and the exceptions it names). */
export interface ErrorInfo {
  readonly code: number;
  /** Kafka's word: its exception is a RetriableException, so a client tries again. */
  readonly retriable: boolean;
  /** Its exception is an InvalidMetadataException: a client also asks for metadata before it tries again. */
  readonly invalidMetadata: boolean;
  /**
   * Did what was asked for certainly not happen? Ours, not Kafka's. A Produce with acks=all may be answered with
   * NOT_LEADER_OR_FOLLOWER or KAFKA_STORAGE_ERROR after its records were appended (kafka.server.DelayedProduce).
   */
  readonly definite: boolean;
}

function row(code: number, client: 'final' | 'retry' | 'refresh', definite = true): ErrorInfo {
  return { code, retriable: client !== 'final', invalidMetadata: client === 'refresh', definite };
}

/** Every error of the 4.0 development line, by its name. */
const TABLE = {
  UNKNOWN_SERVER_ERROR: row(-1, 'final', false),
  NONE: row(0, 'final', false),
  OFFSET_OUT_OF_RANGE: row(1, 'final'),
  CORRUPT_MESSAGE: row(2, 'retry'),
  UNKNOWN_TOPIC_OR_PARTITION: row(3, 'refresh'),
  INVALID_FETCH_SIZE: row(4, 'final'),
  LEADER_NOT_AVAILABLE: row(5, 'refresh'),
  NOT_LEADER_OR_FOLLOWER: row(6, 'refresh', false),
  REQUEST_TIMED_OUT: row(7, 'retry', false),
  BROKER_NOT_AVAILABLE: row(8, 'final'),
  REPLICA_NOT_AVAILABLE: row(9, 'refresh'),
  MESSAGE_TOO_LARGE: row(10, 'final'),
  STALE_CONTROLLER_EPOCH: row(11, 'final'),
  OFFSET_METADATA_TOO_LARGE: row(12, 'final'),
  NETWORK_EXCEPTION: row(13, 'refresh', false),
  COORDINATOR_LOAD_IN_PROGRESS: row(14, 'retry'),
  COORDINATOR_NOT_AVAILABLE: row(15, 'retry'),
  NOT_COORDINATOR: row(16, 'retry'),
  INVALID_TOPIC_EXCEPTION: row(17, 'final'),
  RECORD_LIST_TOO_LARGE: row(18, 'final'),
  NOT_ENOUGH_REPLICAS: row(19, 'retry'),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: row(20, 'retry', false),
  INVALID_REQUIRED_ACKS: row(21, 'final'),
  ILLEGAL_GENERATION: row(22, 'final'),
  INCONSISTENT_GROUP_PROTOCOL: row(23, 'final'),
  INVALID_GROUP_ID: row(24, 'final'),
  UNKNOWN_MEMBER_ID: row(25, 'final'),
  INVALID_SESSION_TIMEOUT: row(26, 'final'),
  REBALANCE_IN_PROGRESS: row(27, 'final'),
  INVALID_COMMIT_OFFSET_SIZE: row(28, 'final'),
  TOPIC_AUTHORIZATION_FAILED: row(29, 'final'),
  GROUP_AUTHORIZATION_FAILED: row(30, 'final'),
  CLUSTER_AUTHORIZATION_FAILED: row(31, 'final'),
  INVALID_TIMESTAMP: row(32, 'final'),
  UNSUPPORTED_SASL_MECHANISM: row(33, 'final'),
  ILLEGAL_SASL_STATE: row(34, 'final'),
  UNSUPPORTED_VERSION: row(35, 'final'),
  TOPIC_ALREADY_EXISTS: row(36, 'final'),
  INVALID_PARTITIONS: row(37, 'final'),
  INVALID_REPLICATION_FACTOR: row(38, 'final'),
  INVALID_REPLICA_ASSIGNMENT: row(39, 'final'),
  INVALID_CONFIG: row(40, 'final'),
  NOT_CONTROLLER: row(41, 'retry'),
  INVALID_REQUEST: row(42, 'final'),
  UNSUPPORTED_FOR_MESSAGE_FORMAT: row(43, 'final'),
  POLICY_VIOLATION: row(44, 'final'),
  OUT_OF_ORDER_SEQUENCE_NUMBER: row(45, 'final'),
  DUPLICATE_SEQUENCE_NUMBER: row(46, 'final', false),
  INVALID_PRODUCER_EPOCH: row(47, 'final'),
  INVALID_TXN_STATE: row(48, 'final'),
  INVALID_PRODUCER_ID_MAPPING: row(49, 'final'),
  INVALID_TRANSACTION_TIMEOUT: row(50, 'final'),
  CONCURRENT_TRANSACTIONS: row(51, 'retry'),
  TRANSACTION_COORDINATOR_FENCED: row(52, 'final'),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: row(53, 'final'),
  SECURITY_DISABLED: row(54, 'final'),
  OPERATION_NOT_ATTEMPTED: row(55, 'final'),
  KAFKA_STORAGE_ERROR: row(56, 'refresh', false),
  LOG_DIR_NOT_FOUND: row(57, 'final'),
  SASL_AUTHENTICATION_FAILED: row(58, 'final'),
  UNKNOWN_PRODUCER_ID: row(59, 'final'),
  REASSIGNMENT_IN_PROGRESS: row(60, 'final'),
  DELEGATION_TOKEN_AUTH_DISABLED: row(61, 'final'),
  DELEGATION_TOKEN_NOT_FOUND: row(62, 'final'),
  DELEGATION_TOKEN_OWNER_MISMATCH: row(63, 'final'),
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: row(64, 'final'),
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: row(65, 'final'),
  DELEGATION_TOKEN_EXPIRED: row(66, 'final'),
  INVALID_PRINCIPAL_TYPE: row(67, 'final'),
  NON_EMPTY_GROUP: row(68, 'final'),
  GROUP_ID_NOT_FOUND: row(69, 'final'),
  FETCH_SESSION_ID_NOT_FOUND: row(70, 'retry'),
  INVALID_FETCH_SESSION_EPOCH: row(71, 'retry'),
  LISTENER_NOT_FOUND: row(72, 'refresh'),
  TOPIC_DELETION_DISABLED: row(73, 'final'),
  FENCED_LEADER_EPOCH: row(74, 'refresh'),
  UNKNOWN_LEADER_EPOCH: row(75, 'retry'),
  UNSUPPORTED_COMPRESSION_TYPE: row(76, 'final'),
  STALE_BROKER_EPOCH: row(77, 'final'),
  OFFSET_NOT_AVAILABLE: row(78, 'retry'),
  MEMBER_ID_REQUIRED: row(79, 'final'),
  PREFERRED_LEADER_NOT_AVAILABLE: row(80, 'refresh'),
  GROUP_MAX_SIZE_REACHED: row(81, 'final'),
  FENCED_INSTANCE_ID: row(82, 'final'),
  ELIGIBLE_LEADERS_NOT_AVAILABLE: row(83, 'refresh'),
  ELECTION_NOT_NEEDED: row(84, 'refresh'),
  NO_REASSIGNMENT_IN_PROGRESS: row(85, 'final'),
  GROUP_SUBSCRIBED_TO_TOPIC: row(86, 'final'),
  INVALID_RECORD: row(87, 'final'),
  UNSTABLE_OFFSET_COMMIT: row(88, 'retry'),
  THROTTLING_QUOTA_EXCEEDED: row(89, 'retry'),
  PRODUCER_FENCED: row(90, 'final'),
  RESOURCE_NOT_FOUND: row(91, 'final'),
  DUPLICATE_RESOURCE: row(92, 'final'),
  UNACCEPTABLE_CREDENTIAL: row(93, 'final'),
  INCONSISTENT_VOTER_SET: row(94, 'final'),
  INVALID_UPDATE_VERSION: row(95, 'final'),
  FEATURE_UPDATE_FAILED: row(96, 'final'),
  PRINCIPAL_DESERIALIZATION_FAILURE: row(97, 'final'),
  SNAPSHOT_NOT_FOUND: row(98, 'final'),
  POSITION_OUT_OF_RANGE: row(99, 'final'),
  UNKNOWN_TOPIC_ID: row(100, 'refresh'),
  DUPLICATE_BROKER_REGISTRATION: row(101, 'final'),
  BROKER_ID_NOT_REGISTERED: row(102, 'final'),
  INCONSISTENT_TOPIC_ID: row(103, 'refresh'),
  INCONSISTENT_CLUSTER_ID: row(104, 'final'),
  TRANSACTIONAL_ID_NOT_FOUND: row(105, 'final'),
  FETCH_SESSION_TOPIC_ID_ERROR: row(106, 'retry'),
  INELIGIBLE_REPLICA: row(107, 'final'),
  NEW_LEADER_ELECTED: row(108, 'final'),
  OFFSET_MOVED_TO_TIERED_STORAGE: row(109, 'final'),
  FENCED_MEMBER_EPOCH: row(110, 'final'),
  UNRELEASED_INSTANCE_ID: row(111, 'final'),
  UNSUPPORTED_ASSIGNOR: row(112, 'final'),
  STALE_MEMBER_EPOCH: row(113, 'final'),
  MISMATCHED_ENDPOINT_TYPE: row(114, 'final'),
  UNSUPPORTED_ENDPOINT_TYPE: row(115, 'final'),
  UNKNOWN_CONTROLLER_ID: row(116, 'final'),
  UNKNOWN_SUBSCRIPTION_ID: row(117, 'final'),
  TELEMETRY_TOO_LARGE: row(118, 'final'),
  INVALID_REGISTRATION: row(119, 'final'),
  TRANSACTION_ABORTABLE: row(120, 'final'),
  INVALID_RECORD_STATE: row(121, 'final'),
  SHARE_SESSION_NOT_FOUND: row(122, 'retry'),
  INVALID_SHARE_SESSION_EPOCH: row(123, 'retry'),
  FENCED_STATE_EPOCH: row(124, 'final'),
  INVALID_VOTER_KEY: row(125, 'final'),
  DUPLICATE_VOTER: row(126, 'final'),
  VOTER_NOT_FOUND: row(127, 'final'),
  INVALID_REGULAR_EXPRESSION: row(128, 'final'),
} satisfies { readonly [name: string]: ErrorInfo } & { readonly [name in ErrorCode]: ErrorInfo };

export type KnownError = keyof typeof TABLE;

export const errorTable: { readonly [name in KnownError]: ErrorInfo } = TABLE;

/** What is known of an error that this World uses. */
export function errorInfo(error: ErrorCode): ErrorInfo {
  return TABLE[error];
}

/** Exceptions that are not called as their errors are. */
const EXCEPTIONS: { readonly [name in KnownError]?: string | null } = {
  NONE: null,
  CORRUPT_MESSAGE: 'CorruptRecordException',
  REQUEST_TIMED_OUT: 'TimeoutException',
  MESSAGE_TOO_LARGE: 'RecordTooLargeException',
  STALE_CONTROLLER_EPOCH: 'ControllerMovedException',
  OFFSET_METADATA_TOO_LARGE: 'OffsetMetadataTooLarge',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLargeException',
  TOPIC_ALREADY_EXISTS: 'TopicExistsException',
  INVALID_CONFIG: 'InvalidConfigurationException',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequenceException',
  DUPLICATE_SEQUENCE_NUMBER: 'DuplicateSequenceException',
  INVALID_PRODUCER_ID_MAPPING: 'InvalidPidMappingException',
  INVALID_TRANSACTION_TIMEOUT: 'InvalidTxnTimeoutException',
  DELEGATION_TOKEN_AUTH_DISABLED: 'DelegationTokenDisabledException',
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: 'UnsupportedByAuthenticationException',
  NON_EMPTY_GROUP: 'GroupNotEmptyException',
  FEATURE_UPDATE_FAILED: 'FeatureUpdateFailedException',
  INVALID_REGULAR_EXPRESSION: 'InvalidRegularExpression',
};

/**
 * The class of the exception that the Java clients throw for an error (Errors.exception): its name in another spelling, without a last
 * word that says no more than "exception" does, unless {@link EXCEPTIONS} has another. null: NONE, which is no error.
 */
export function exceptionOf(error: KnownError): string | null {
  const other = EXCEPTIONS[error];
  if (other !== undefined) return other;
  const words = error.replace(/_(EXCEPTION|ERROR|FAILED|FAILURE)$/, '').split('_');
  return `${words.map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('')}Exception`;
}
