import type { EntryArgs, EntryType } from './entry.ts';

/**
 * What an argument of a trace entry stands for, so that it can be printed and asked for: `partition` (a PartitionId, printed as
 * `orders-0`), `node` (a NodeId, printed by name), `broker` (Kafka's number of a broker), `value` (itself). Complete by its type:
 * a new entry or argument needs its line here.
 */
export type ArgKind =
  'partition' | 'partitions' | 'placements' | 'node' | 'broker' | 'brokers' | 'batch' | 'batches' | 'bytes' | 'value';

const BROKER_CHANGE = { broker: 'broker', from: 'value', to: 'value' } as const;
const REPLICA_RANGE = { partition: 'partition', ...BROKER_CHANGE } as const;
const ISR = { partition: 'partition', broker: 'broker', isr: 'brokers' } as const;
const PACKET = { api: 'value', connection: 'value', correlationId: 'value' } as const;
const PRODUCED = { partition: 'partition', first: 'value', count: 'value' } as const;
const CONSUMED = { partition: 'partition', from: 'value', to: 'value' } as const;
const SESSION = { session: 'value', client: 'node' } as const;
const REGISTRATION = { controller: 'value', broker: 'broker' } as const;
const MEMBER = { group: 'value', member: 'value' } as const;
const ELECTION = { partition: 'partition', leaderEpoch: 'value', isr: 'brokers', previous: 'broker' } as const;

export const argKinds: { readonly [T in EntryType]: { readonly [A in keyof EntryArgs[T]]: ArgKind } } = {
  Intervened: { intervention: 'value' },
  ProcessStarted: { incarnation: 'value' },
  ProcessStopping: {},
  ProcessExited: {},
  ProcessCrashed: { kind: 'value' },
  ProcessFroze: {},
  ProcessThawed: {},
  DiskChanged: { extra: 'value' },
  LinkChanged: { to: 'node', cut: 'value', extra: 'value' },
  ConnectionOpened: { connection: 'value', peer: 'node' },
  ConnectionLost: { connection: 'value', peer: 'node', reason: 'value', failed: 'value' },
  RequestSent: { ...PACKET, to: 'node' },
  RequestReceived: { ...PACKET, from: 'node' },
  ResponseSent: { ...PACKET, to: 'node' },
  ResponseReceived: { ...PACKET, from: 'node' },
  NotificationSent: { api: 'value', connection: 'value', to: 'node' },
  PacketLost: { what: 'value', to: 'node', connection: 'value' },

  BrokerStateChanged: { ...BROKER_CHANGE, waitingFor: 'value' },
  RecordsAppended: { ...REPLICA_RANGE, internal: 'value', leaderEpoch: 'value', producer: 'node', first: 'value' },
  DuplicateBatch: { ...REPLICA_RANGE, producer: 'node' },
  ProduceRefused: { partition: 'partition', broker: 'broker', error: 'value', producer: 'node' },
  RecordsReplicated: { ...REPLICA_RANGE, internal: 'value', leader: 'broker' },
  FollowerFetched: { partition: 'partition', broker: 'broker', follower: 'broker', fetchOffset: 'value' },
  HighWatermarkAdvanced: { ...REPLICA_RANGE, internal: 'value', role: 'value' },
  LogTruncated: { ...REPLICA_RANGE, leaderEpoch: 'value' },
  LeaderStarted: {
    partition: 'partition',
    broker: 'broker',
    leaderEpoch: 'value',
    logEndOffset: 'value',
    highWatermark: 'value',
  },
  FollowerStarted: { partition: 'partition', broker: 'broker', leader: 'broker', leaderEpoch: 'value' },
  IsrChangeProposed: { ...ISR, change: 'value', newIsr: 'brokers' },
  IsrChanged: { ...ISR, partitionEpoch: 'value' },
  IsrChangeRefused: { partition: 'partition', broker: 'broker', error: 'value' },
  ProduceParked: { partition: 'partition', broker: 'broker', requiredOffset: 'value' },
  FetchParked: { broker: 'broker', from: 'node' },
  FetchRefused: { partition: 'partition', broker: 'broker', from: 'node', error: 'value' },
  LogLost: REPLICA_RANGE,
  LogFlushed: { partition: 'partition', broker: 'broker', to: 'value' },
  HighWatermarksCheckpointed: { broker: 'broker' },
  SegmentRolled: { ...REPLICA_RANGE, sizeInBytes: 'value' },
  SegmentsDeleted: { ...REPLICA_RANGE, segments: 'value', reason: 'value' },
  LogStartOffsetMoved: { ...REPLICA_RANGE, why: 'value' },
  DeleteRecordsRefused: { partition: 'partition', broker: 'broker', error: 'value' },
  CleaningStarted: { ...REPLICA_RANGE, dirtyPercent: 'value' },
  SegmentCleaned: { ...REPLICA_RANGE, removed: 'value' },
  LogCleaned: {
    partition: 'partition',
    broker: 'broker',
    to: 'value',
    removed: 'value',
    bytesBefore: 'value',
    bytesAfter: 'value',
  },
  MetadataCacheUpdated: { broker: 'broker', controllerEpoch: 'value', partitions: 'partitions' },
  MetadataPublished: { broker: 'broker', offset: 'value', partitions: 'partitions' },
  StaleControllerRefused: { broker: 'broker', controllerEpoch: 'value', known: 'value' },

  SessionOpened: { ...SESSION, timeoutMs: 'value' },
  SessionExpired: SESSION,
  SessionClosed: SESSION,
  ZnodeCreated: { path: 'value', ephemeral: 'value', session: 'value' },
  ZnodeChanged: { path: 'value', version: 'value' },
  ZnodeDeleted: { path: 'value' },
  ZnodeWriteRefused: { path: 'value', error: 'value', client: 'node' },
  ZooKeeperRoleChanged: { from: 'value', to: 'value', leader: 'node', epoch: 'value' },
  WatchFired: { path: 'value', event: 'value', client: 'node' },

  ControllerElected: { broker: 'broker', controllerEpoch: 'value' },
  ControllerReady: { broker: 'broker', controllerEpoch: 'value', partitions: 'value' },
  ControllerResigned: { broker: 'broker', controllerEpoch: 'value' },
  BrokersChanged: { broker: 'broker', joined: 'brokers', left: 'brokers', bounced: 'brokers' },
  LeaderElected: { ...ELECTION, leader: 'broker', election: 'value', unclean: 'value' },
  PartitionOffline: ELECTION,
  IsrUpdated: { partition: 'partition', isr: 'brokers', leaderEpoch: 'value', partitionEpoch: 'value', by: 'value' },
  TopicCreated: { topic: 'value', partitions: 'placements' },
  PartitionsCreated: { topic: 'value', partitions: 'placements' },
  ElectionRefused: { partition: 'partition', error: 'value' },

  PartitionReassigned: { partition: 'partition', replicas: 'brokers' },
  TopicDeleted: { topic: 'value' },
  BrokerRegistered: { ...REGISTRATION, brokerEpoch: 'value' },
  BrokerRegistrationRefused: { ...REGISTRATION, error: 'value' },
  BrokerFenced: { ...REGISTRATION, reason: 'value' },
  BrokerUnfenced: REGISTRATION,
  ControlledShutdownBegun: REGISTRATION,

  RaftRoleChanged: { from: 'value', to: 'value', epoch: 'value', leader: 'node', why: 'value' },
  VoteGranted: { candidate: 'node', epoch: 'value', preVote: 'value' },
  VoteRefused: { candidate: 'node', epoch: 'value', preVote: 'value', reason: 'value' },
  QuorumLeaderElected: { epoch: 'value', votes: 'value', voters: 'value' },
  MetadataAppended: { from: 'value', to: 'value', epoch: 'value', types: 'value' },
  MetadataReplicated: { from: 'value', to: 'value', leader: 'node' },
  MetadataCommitted: { from: 'value', to: 'value', epoch: 'value' },
  MetadataCommitLearned: { from: 'value', to: 'value' },
  MetadataTruncated: { from: 'value', to: 'value', leader: 'node' },
  QuorumFault: { highWatermark: 'value', to: 'value', leader: 'node' },

  CoordinatorLoading: { partition: 'partition', broker: 'broker', from: 'value', to: 'value' },
  CoordinatorLoaded: { partition: 'partition', broker: 'broker', groups: 'value' },
  CoordinatorResigned: { partition: 'partition', broker: 'broker', groups: 'value' },
  OffsetsCommitted: { group: 'value', partitions: 'partitions', offsets: 'value' },
  OffsetsForgotten: { group: 'value', partitions: 'partitions', why: 'value' },

  GroupStateChanged: { group: 'value', from: 'value', to: 'value', generation: 'value', why: 'value' },
  MemberIdGiven: MEMBER,
  MemberJoined: { ...MEMBER, instance: 'value', members: 'value' },
  StaticMemberReplaced: { ...MEMBER, instance: 'value', previous: 'value' },
  MemberRemoved: { ...MEMBER, why: 'value', members: 'value' },
  GenerationBegun: { group: 'value', generation: 'value', assignor: 'value', leader: 'value', members: 'value' },
  AssignmentStored: { group: 'value', generation: 'value', assignment: 'value' },
  GroupRequestRefused: { ...MEMBER, api: 'value', error: 'value' },
  GroupEpochBumped: { group: 'value', epoch: 'value', why: 'value' },
  TargetAssigned: { group: 'value', epoch: 'value', assignor: 'value', changes: 'value' },
  MemberReconciled: {
    ...MEMBER,
    epoch: 'value',
    from: 'value',
    to: 'value',
    assigned: 'value',
    revoking: 'value',
  },
  StaticMemberAway: { ...MEMBER, instance: 'value' },

  CoordinatorFound: { group: 'value', broker: 'broker' },
  CoordinatorLost: { group: 'value', broker: 'broker', why: 'value' },
  GroupJoining: { ...MEMBER, why: 'value' },
  PartitionsAssigned: { group: 'value', generation: 'value', partitions: 'partitions', owned: 'partitions' },
  PartitionsRevoked: { group: 'value', partitions: 'partitions' },
  PartitionsLost: { group: 'value', partitions: 'partitions' },
  GroupLeft: { ...MEMBER, why: 'value' },
  PollOverdue: MEMBER,
  CommitSucceeded: { group: 'value', partitions: 'partitions', offsets: 'value', how: 'value' },
  CommitFailed: { group: 'value', partitions: 'partitions', offsets: 'value', how: 'value', error: 'value' },
  MembershipChanged: { group: 'value', from: 'value', to: 'value', epoch: 'value' },
  MemberFailed: { group: 'value', error: 'value' },
  RecordsProcessed: { ...CONSUMED, batches: 'batches' },
  SideEffect: { effect: 'value', ...CONSUMED, batches: 'batches' },

  RecordsBuffered: PRODUCED,
  BatchSent: { ...PRODUCED, attempt: 'value', broker: 'broker' },
  RecordsAcknowledged: { ...PRODUCED, baseOffset: 'value', acks: 'value', batch: 'batch' },
  RecordsFailed: { ...PRODUCED, error: 'value', batch: 'batch' },
  BatchRetried: { ...PRODUCED, error: 'value' },
  SendFailed: { topic: 'value', error: 'value', key: 'bytes', value: 'bytes' },
  SendBlocked: { topic: 'value', waitsFor: 'value' },
  MetadataReceived: { brokers: 'brokers', topics: 'value' },
  ProducerIdAssigned: { producerId: 'value', producerEpoch: 'value' },
  PositionReset: { partition: 'partition', to: 'value', policy: 'value' },
  PositionSought: { partition: 'partition', to: 'value' },
  RecordsFetched: CONSUMED,
  RecordsPrinted: { ...CONSUMED, batches: 'batches' },
  ConsumerFailed: { error: 'value', partition: 'partition' },
  PositionTruncated: CONSUMED,
  AdminAnswered: { request: 'value', target: 'value', error: 'value' },
};

/** The names of an entry's arguments, in the order of the table. */
export function argNames(type: EntryType): readonly string[] {
  return Object.keys(argKinds[type]);
}

/** What an entry's argument stands for; null when it has none of that name. */
export function argKind(type: EntryType, name: string): ArgKind | null {
  const kinds: { readonly [name: string]: ArgKind } = argKinds[type];
  return Object.hasOwn(kinds, name) ? (kinds[name] ?? null) : null;
}
