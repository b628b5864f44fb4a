import type { Seq } from '../world.ts';
import { mayPropose, submitProposal } from './alter-partition.ts';
import type { BrokerDraft } from './draft.ts';
import { isCaughtUp } from './follower-progress.ts';
import { isIsrEligible } from './leader-high-watermark.ts';
import { withDuties } from './replica.ts';
import type { FollowerProgress, IsrProposal, LeaderDuties, Replica } from './state.ts';
import { isOff } from '../safety.ts';

/**
 * Proposes to add a follower to the ISR when it has fetched up to the high watermark and into the current leader epoch, and no
 * other change is under way (Partition.maybeExpandIsr). Below the epoch's start it could still lack committed records.
 * @returns the replica; kept by the caller
 */
export function maybeExpandIsr(d: BrokerDraft, replica: Replica, follower: FollowerProgress, cause: Seq): Replica {
  const { duties } = replica;
  if (duties === null || duties.proposed !== null || replica.isr.includes(follower.brokerId)) return replica;
  const reached = isOff(d.turn.setup, 'isrOfTheCaughtUp')
    ? 0
    : Math.max(replica.log.highWatermark, duties.epochStartOffset);
  if (follower.logEndOffset < reached || !isIsrEligible(d, follower)) return replica;
  return propose(d, replica, 'expand', [...replica.isr, follower.brokerId], follower.brokerId, cause);
}

/**
 * Proposes to drop the followers that are not at the leader's log end and have not been for replica.lag.time.max.ms
 * (Partition.maybeShrinkIsr). Until the controller agrees, they still count for the high watermark.
 * @returns the replica; kept by the caller
 */
export function maybeShrinkIsr(d: BrokerDraft, replica: Replica, cause: Seq): Replica {
  const { duties, isr, log } = replica;
  if (duties === null || duties.proposed !== null || isr.length < 2) return replica;
  const { replicaLagTimeMax } = d.base.config;
  const kept = isr.filter((id) => {
    if (id === d.base.brokerId) return true;
    const follower = duties.followers.find((progress) => progress.brokerId === id);
    return follower !== undefined && isCaughtUp(follower, log.logEndOffset, d.turn.now, replicaLagTimeMax);
  });
  return kept.length === isr.length ? replica : propose(d, replica, 'shrink', kept, -1, cause);
}

function propose(
  d: BrokerDraft,
  replica: Replica,
  change: 'shrink' | 'expand',
  newIsr: readonly number[],
  adding: number,
  cause: Seq,
): Replica {
  const { partition, topicId, leaderEpoch, partitionEpoch, isr, duties } = replica;
  if (!mayPropose(d, partition)) return replica;
  const newIsrEpochs = d.base.kraft === null ? [] : newIsr.map((id) => brokerEpochOf(d, duties as LeaderDuties, id));
  const proposal: IsrProposal = { partition, topicId, change, leaderEpoch, partitionEpoch, newIsr, newIsrEpochs };
  const seq = d.turn.emit('IsrChangeProposed', { partition, broker: d.base.brokerId, change, isr, newIsr }, [cause]);
  submitProposal(d, proposal, seq);
  return withDuties(replica, withProposal(duties as LeaderDuties, newIsr, adding));
}

/** The life in which a member of the ISR is proposed (Partition.addBrokerEpochToIsr; KIP-903); -1: it has not fetched here yet. */
function brokerEpochOf(d: BrokerDraft, { followers }: LeaderDuties, id: number): number {
  if (id === d.base.brokerId) return d.base.brokerEpoch;
  // -1 for one that has not fetched: the controller compares nothing then.
  return Math.max(-1, followers.find((follower) => follower.brokerId === id)?.brokerEpoch ?? -1);
}

/** The duties with an ISR change under way, or (null) without one. */
export function withProposal(duties: LeaderDuties, proposed: readonly number[] | null, adding: number): LeaderDuties {
  return {
    epochStartOffset: duties.epochStartOffset,
    followers: duties.followers,
    proposed,
    adding,
    waitingProduces: duties.waitingProduces,
  };
}
