import { NO_LEADER, type PartitionRegistration } from '../image/image.ts';
import type { PartitionChangeRecord } from '../records.ts';
import { electLeader, type Election, type Electorate } from './election.ts';
import { distinct, sameIds } from './ids.ts';
import { completed } from './reassignment-replicas.ts';

/** What is to become of a partition; what is left out stays as it is. */
export interface Target {
  readonly isr?: readonly number[];
  readonly replicas?: readonly number[];
  readonly removing?: readonly number[];
  readonly adding?: readonly number[];
  readonly leaderRecoveryState?: 'RECOVERED' | 'RECOVERING';
  /** Replicas whose process died: what they have may be incomplete (KIP-966). */
  readonly uncleanShutdown?: readonly number[];
}

/** Under which rules a partition changes. */
export interface Rules {
  readonly election: Election;
  /** Which brokers may lead. */
  readonly isAcceptable: (broker: number) => boolean;
  /** The rule that leaders are elected from the ISR is switched off: any replica that is there may lead, and nobody calls it unclean. */
  readonly anyReplica: boolean;
  /** Are eligible leader replicas kept (KIP-966)? */
  readonly elrEnabled: boolean;
  /** min.insync.replicas of the topic, at most its replication factor. */
  readonly minIsr: number;
}

interface Change {
  isr: readonly number[] | null;
  leader: number | null;
  leaderRecoveryState: 'RECOVERED' | 'RECOVERING' | null;
  elr: readonly number[] | null;
  lastKnownElr: readonly number[] | null;
}

/**
 * The record that brings a partition to what it shall be, with the leader that follows from it; null: nothing changes
 * (org.apache.kafka.controller.PartitionChangeBuilder of metadata.version 3.6 and later: an ISR that only shrinks keeps the leader epoch).
 */
export function changeOf(
  topic: string,
  partitionId: number,
  partition: PartitionRegistration,
  target: Target,
  rules: Rules,
): PartitionChangeRecord | null {
  const wanted = {
    isr: target.isr ?? partition.isr,
    replicas: target.replicas ?? partition.replicas,
    removing: target.removing ?? partition.removingReplicas,
    adding: target.adding ?? partition.addingReplicas,
  };
  const done = completed(wanted, wanted.isr);
  const { replicas, removing, adding } = done === null ? wanted : { replicas: done.replicas, removing: [], adding: [] };
  const targetIsr = done?.isr ?? wanted.isr;
  const voters: Electorate = { replicas, isr: targetIsr, elr: targetElr(partition, targetIsr, target, rules) };
  const change = elect(partition, voters, rules);
  // A leader that stays gets a new epoch when a replica goes, so that the replica's own is fenced.
  if (change.leader === null && !partition.replicas.every((id) => replicas.includes(id)))
    change.leader = partition.leader;
  noteLastKnownLeader(partition, change, rules);
  const recovery = target.leaderRecoveryState ?? partition.leaderRecoveryState;
  if (recovery !== partition.leaderRecoveryState) change.leaderRecoveryState = recovery;
  const record: PartitionChangeRecord = {
    type: 'PartitionChangeRecord',
    topic,
    partitionId,
    isr: change.isr,
    leader: change.leader,
    replicas: unlessSame(replicas, partition.replicas),
    removingReplicas: unlessSame(removing, partition.removingReplicas),
    addingReplicas: unlessSame(adding, partition.addingReplicas),
    leaderRecoveryState: change.leaderRecoveryState,
    eligibleLeaderReplicas: change.elr,
    lastKnownElr: change.lastKnownElr,
  };
  return isNoOp(record) ? null : record;
}

function unlessSame(wanted: readonly number[], now: readonly number[]): readonly number[] | null {
  return sameIds(wanted, now) ? null : wanted;
}

function isNoOp({ type: _, topic: __, partitionId: ___, ...changes }: PartitionChangeRecord): boolean {
  return Object.values(changes).every((change) => change === null);
}

/** Below the minimum, those who leave the ISR stay eligible, unless their process died (maybePopulateTargetElr). */
function targetElr(
  partition: PartitionRegistration,
  isr: readonly number[],
  { uncleanShutdown = [] }: Target,
  { elrEnabled, minIsr }: Rules,
): readonly number[] {
  if (!elrEnabled) return partition.elr;
  if (isr.length >= minIsr) return [];
  const candidates = distinct([...partition.elr, ...partition.isr])
    .slice()
    .sort((a, b) => a - b);
  return candidates.filter((id) => !isr.includes(id) && !uncleanShutdown.includes(id));
}

/** Leader, ISR and eligible replicas after the election (tryElection, maybeUpdateRecordElr). */
function elect(partition: PartitionRegistration, voters: Electorate, rules: Rules): Change {
  const change: Change = { isr: null, leader: null, leaderRecoveryState: null, elr: null, lastKnownElr: null };
  let { isr, elr } = voters;
  const elected = electLeader(partition, voters, rules);
  if (elected.leader !== partition.leader) {
    if (elr.includes(elected.leader)) {
      isr = [elected.leader];
      elr = elr.filter((id) => id !== elected.leader);
    }
    change.leader = elected.leader;
    if (elected.unclean) {
      change.isr = [elected.leader];
      if (partition.leaderRecoveryState !== 'RECOVERING') change.leaderRecoveryState = 'RECOVERING';
    }
  }
  if (change.isr !== null || !rules.elrEnabled) elr = [];
  change.elr = unlessSame(elr, partition.elr);
  // Without eligible replicas the last member of an ISR stays in it: nobody else may lead cleanly.
  if (change.isr === null && (isr.length > 0 || rules.elrEnabled)) change.isr = unlessSame(isr, partition.isr);
  return change;
}

/** Who led when the ISR became empty is kept, and forgotten when there is a leader again (maybeUpdateLastKnownLeader). */
function noteLastKnownLeader(partition: PartitionRegistration, change: Change, { elrEnabled }: Rules): void {
  if (!elrEnabled) return;
  const { lastKnownElr, leader } = partition;
  if (change.isr?.length === 0 && !sameIds(lastKnownElr, [leader])) change.lastKnownElr = [leader];
  else if (lastKnownElr.length > 0 && (change.leader ?? leader) !== NO_LEADER) change.lastKnownElr = [];
}
