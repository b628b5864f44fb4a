import type { Setup } from './world.ts';

/**
 * Rules that keep Kafka's promises, each of which can be switched off in a scenario that asks for it (`without`): with one gone an
 * invariant must break, which proves that the invariants see it, and shows what the rule is for.
 */
export const safetyRules = [
  /** A fetch in another leader epoch is refused (Partition.checkCurrentLeaderEpoch; KIP-320). */
  'leaderEpochOfFetch',
  /** Who is told to lead or to follow in an epoch that it has left behind stays as it is (ReplicaManager.becomeLeaderOrFollower). */
  'leaderEpochOfOrders',
  /** In ZooKeeper mode each new state of a partition raises its leader epoch (LeaderAndIsr.newLeaderAndIsr). */
  'newLeaderEpochs',
  /** What brokers are told of a partition has the version of the state that is told (ControllerBrokerRequestBatch). */
  'versionOfMetadata',
  /** A follower cuts its log where the leader's parts from it (KIP-101, KIP-279, KIP-595). */
  'truncationByLeaderEpoch',
  /** A follower joins the ISR only when it has caught up (Partition.isFollowerInSync). */
  'isrOfTheCaughtUp',
  /** The high watermark waits for every in-sync replica (Partition.maybeIncrementLeaderHW). */
  'highWatermarkOfTheIsr',
  /** A leader's high watermark never falls, whoever comes back with less (UnifiedLog.maybeIncrementHighWatermark). */
  'highWatermarkStays',
  /** acks=all is refused below min.insync.replicas (Partition.appendRecordsToLeader). */
  'minInsyncReplicas',
  /** acks=all is answered when the records are committed (DelayedProduce). */
  'acknowledgedWhenCommitted',
  /** A leader writes a batch of an idempotent producer once, and only the one that is next (ProducerStateManager; KIP-98). */
  'producerSequences',
  /** Consumers read up to the high watermark (Partition.fetchRecords). */
  'readToTheHighWatermark',
  /** Leaders are elected from the ISR (PartitionLeaderElectionAlgorithms, PartitionChangeBuilder). */
  'electionsFromTheIsr',
  /** A controller that has been replaced is not obeyed (ReplicaManager.controllerEpoch). */
  'controllerEpoch',
  /** An ISR proposed for an earlier state of the partition is refused (KafkaController.tryProcessAlterPartition, ReplicationControlManager). */
  'partitionEpoch',
  /** Who is silent for longer than its session is taken for dead (ZooKeeper's sessions, BrokerHeartbeatManager). */
  'sessionExpiry',
  /** A voter votes only for a log at least as up to date as its own (Raft; KafkaRaftClient.handleVoteRequest). */
  'voteForUpToDateLogs',
  /** A voter votes once in an epoch (Raft; QuorumState). */
  'oneVoteAnEpoch',
  /** Metadata is committed by a majority (Raft; LeaderState.updateHighWatermark). */
  'majorityCommits',
  /** Who commits offsets must be of the group's present generation, or at its member epoch (ClassicGroup, ConsumerGroup.validateOffsetCommit). */
  'generationOfCommits',
  /** Who commits offsets must be a member, and not be replaced under its group.instance.id (ClassicGroup.validateMember; KIP-345). */
  'membersOfCommits',
  /** Each join phase begins another generation (ClassicGroup.initNextGeneration). */
  'newGenerations',
  /** A member that is silent for longer than its session is put out of its group. */
  'memberSessions',
  /** What has to move is given to nobody before its owner has given it back (CooperativeStickyAssignor, KIP-429; CurrentAssignmentBuilder, KIP-848). */
  'revokedFirst',
  /** Auto-commit says what poll() has returned (ConsumerCoordinator, SubscriptionState.allConsumed). */
  'commitOfTheDelivered',
  /** An answer that depends on a record of a group leaves when the record is committed (CoordinatorRuntime). */
  'answersAfterCommit',
] as const;

export type SafetyRule = (typeof safetyRules)[number];

/** Is a rule switched off in this cluster? Costs one comparison where none is. */
export function isOff(setup: Setup, rule: SafetyRule): boolean {
  return setup.without !== undefined && setup.without.includes(rule);
}
