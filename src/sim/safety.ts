import type { Setup } from './world.ts';

/**
 * Rules that keep Kafka's promises, each of which can be switched off in a scenario that asks for it (`without`): with one gone an
 * invariant must break, which proves that the invariants see it, and shows what the rule is for.
 */
export const safetyRules = [
  /** A fetch in another leader epoch is refused (Partition.checkCurrentLeaderEpoch; KIP-320). */
  'leaderEpochOfFetch',
  /** A follower cuts its log where the leader's parts from it (KIP-101, KIP-279, KIP-595). */
  'truncationByLeaderEpoch',
  /** A follower joins the ISR only when it has caught up (Partition.isFollowerInSync). */
  'isrOfTheCaughtUp',
  /** The high watermark waits for every in-sync replica (Partition.maybeIncrementLeaderHW). */
  'highWatermarkOfTheIsr',
  /** acks=all is refused below min.insync.replicas (Partition.appendRecordsToLeader). */
  'minInsyncReplicas',
  /** acks=all is answered when the records are committed (DelayedProduce). */
  'acknowledgedWhenCommitted',
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
] as const;

export type SafetyRule = (typeof safetyRules)[number];

/** Is a rule switched off in this cluster? Costs one comparison where none is. */
export function isOff(setup: Setup, rule: SafetyRule): boolean {
  return setup.without !== undefined && setup.without.includes(rule);
}
