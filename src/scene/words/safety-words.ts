import type { SafetyRule } from '../../sim/safety.ts';

/** What a rule that can be switched off says, as a clause: `acks=all is refused below min.insync.replicas`. */
export function ruleClause(rule: SafetyRule): string {
  return clauses[rule];
}

const clauses: { readonly [rule in SafetyRule]: string } = {
  leaderEpochOfFetch: 'a fetch in another leader epoch is refused',
  leaderEpochOfOrders: 'an order to lead or to follow in an earlier leader epoch is not obeyed',
  newLeaderEpochs: 'each new state of a partition raises its leader epoch',
  versionOfMetadata: 'what brokers are told of a partition has the version of its state',
  highWatermarkStays: 'a leader’s high watermark never falls',
  truncationByLeaderEpoch: 'a follower cuts its log where the leader’s parts from it',
  isrOfTheCaughtUp: 'a follower joins the ISR only when it has caught up',
  highWatermarkOfTheIsr: 'the high watermark waits for every in-sync replica',
  minInsyncReplicas: 'acks=all is refused below min.insync.replicas',
  acknowledgedWhenCommitted: 'acks=all is answered when the records are committed',
  producerSequences: 'a batch of an idempotent producer is written once, and only the one that is next',
  readToTheHighWatermark: 'consumers read up to the high watermark',
  electionsFromTheIsr: 'leaders are elected from the ISR',
  controllerEpoch: 'a controller that has been replaced is not obeyed',
  partitionEpoch: 'an ISR proposed for an earlier state of the partition is refused',
  sessionExpiry: 'whoever is silent for longer than its session is taken for dead',
  voteForUpToDateLogs: 'a voter votes only for a log at least as up to date as its own',
  oneVoteAnEpoch: 'a voter votes once in an epoch',
  majorityCommits: 'metadata is committed by a majority',
  generationOfCommits: 'offsets of an earlier generation or member epoch are refused',
  membersOfCommits: 'offsets of somebody who is no member of the group any more are refused',
  newGenerations: 'each join phase begins another generation',
  memberSessions: 'a member that is silent for longer than its session is put out of its group',
  revokedFirst: 'a partition that moves is given to nobody before its owner has given it back',
  commitOfTheDelivered: 'auto-commit names only what poll() has returned',
  answersAfterCommit: 'an answer that depends on a record of a group leaves when the record is committed',
};
