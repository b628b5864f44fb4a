import { acknowledgedIsCommitted } from './acknowledged-is-committed.ts';
import { autoCommitNeverBeyondDelivered } from './auto-commit-never-beyond-delivered.ts';
import { committedMetadata } from './committed-metadata.ts';
import { consistentRead } from './consistent-read.ts';
import { idempotentProducerWritesOnce } from './idempotent-producer-writes-once.ts';
import type { Invariant } from './invariant.ts';
import { isrHoldsCommitted } from './isr-holds-committed.ts';
import { isrWithinReplicas } from './isr-within-replicas.ts';
import { leaderCompleteness } from './leader-completeness.ts';
import { logMatching } from './log-matching.ts';
import { metadataAgreement } from './metadata-agreement.ts';
import { minInsyncHonoured } from './min-insync-honoured.ts';
import { monotonicGeneration } from './monotonic-generation.ts';
import { monotonicHighWatermark } from './monotonic-high-watermark.ts';
import { monotonicLeaderEpoch } from './monotonic-leader-epoch.ts';
import { monotonicMemberEpoch } from './monotonic-member-epoch.ts';
import { monotonicMetadata } from './monotonic-metadata.ts';
import { noCommittedRecordLost } from './no-committed-record-lost.ts';
import { noDoubleAssignment } from './no-double-assignment.ts';
import { noDoubleOwnership } from './no-double-ownership.ts';
import { singleLeaderPerEpoch } from './single-leader-per-epoch.ts';
import { singleQuorumLeader } from './single-quorum-leader.ts';
import { zombiesFenced } from './zombies-fenced.ts';

/** Every invariant of the simulated Kafka, checked after each step of the swarm's runs. */
export const invariants: readonly Invariant[] = [
  leaderCompleteness,
  logMatching,
  noCommittedRecordLost,
  monotonicHighWatermark,
  monotonicLeaderEpoch,
  singleLeaderPerEpoch,
  consistentRead,
  isrWithinReplicas,
  isrHoldsCommitted,
  acknowledgedIsCommitted,
  minInsyncHonoured,
  idempotentProducerWritesOnce,
  metadataAgreement,
  monotonicMetadata,
  singleQuorumLeader,
  committedMetadata,
  noDoubleAssignment,
  noDoubleOwnership,
  monotonicGeneration,
  monotonicMemberEpoch,
  zombiesFenced,
  autoCommitNeverBeyondDelivered,
];
