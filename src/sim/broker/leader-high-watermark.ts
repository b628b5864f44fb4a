import { kraftPart } from '../kraft/part.ts';
import { raiseHighWatermark, setHighWatermark } from '../log/high-watermark.ts';
import type { Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { isCaughtUp } from './follower-progress.ts';
import { isAlive } from './metadata-cache.ts';
import { withLog } from './replica.ts';
import type { FollowerProgress, Replica } from './state.ts';
import { isInternal } from './topic-name.ts';
import { tellWatchers } from './watch.ts';
import { isOff } from '../safety.ts';

/**
 * How many replicas must be in sync for acks=all. From 3.7 never more than there are replicas (Partition.effectiveMinIsr);
 * before, a minimum above the replica count blocks acks=all for good.
 */
export function effectiveMinIsr(d: BrokerDraft, replica: Replica): number {
  const minimum = isOff(d.turn.setup, 'minInsyncReplicas') ? 1 : replica.topicConfig.minInsyncReplicas;
  if (!d.base.config.hwFrozenBelowMinIsr || replica.duties === null) return minimum;
  return Math.min(minimum, replica.duties.followers.length + 1);
}

/** Does a follower count for the high watermark: in the ISR, or proposed for it (the maximal ISR of KIP-497)? */
export function inMaximalIsr(replica: Replica, brokerId: number): boolean {
  return replica.isr.includes(brokerId) || (replica.duties !== null && replica.duties.adding === brokerId);
}

export function maximalIsrSize(replica: Replica): number {
  const adding = replica.duties === null ? -1 : replica.duties.adding;
  return adding < 0 || replica.isr.includes(adding) ? replica.isr.length : replica.isr.length + 1;
}

/**
 * May a follower join the ISR (Partition.isReplicaIsrEligible)? Up to 2.8 the leader does not ask; after, it must be alive. In KRaft
 * mode it must be unfenced, not on its way out, and fetching in the life that is registered (KIP-841, KIP-903).
 */
export function isIsrEligible(d: BrokerDraft, { brokerId, brokerEpoch }: FollowerProgress): boolean {
  if (d.base.kraft === null) return d.turn.setup.era === '2.8' || isAlive(d.base.metadata, brokerId);
  return kraftPart().broker.mayJoinIsr(d.base.kraft, brokerId, brokerEpoch);
}

/**
 * Raises the leader's high watermark to the smallest log end among itself, the maximal ISR, and followers outside it that are
 * caught up and may join (Partition.maybeIncrementLeaderHW). From 3.7 it stands still while the ISR is smaller than the minimum.
 * @param cause the entry that may have moved it
 * @returns the replica; kept by the caller
 */
export function maybeRaiseHighWatermark(d: BrokerDraft, replica: Replica, cause: Seq): Replica {
  const { duties, log } = replica;
  if (duties === null) return replica;
  const { config } = d.base;
  if (config.hwFrozenBelowMinIsr && replica.isr.length < effectiveMinIsr(d, replica)) return replica;
  let highWatermark = log.logEndOffset;
  for (const follower of duties.followers) {
    if (follower.logEndOffset >= highWatermark || isOff(d.turn.setup, 'highWatermarkOfTheIsr')) continue;
    if (inMaximalIsr(replica, follower.brokerId) || waitsToJoin(d, follower, log.logEndOffset)) {
      highWatermark = follower.logEndOffset;
    }
  }
  if (highWatermark === log.highWatermark) return replica;
  const falls = highWatermark < log.highWatermark;
  if (falls && !isOff(d.turn.setup, 'highWatermarkStays')) return replica;
  const { partition } = replica;
  const args = {
    partition,
    broker: d.base.brokerId,
    role: 'leader',
    from: log.highWatermark,
    to: highWatermark,
  } as const;
  const seq = d.turn.emit('HighWatermarkAdvanced', isInternal(d.turn, partition) ? { ...args, internal: true } : args, [
    cause,
  ]);
  d.latest = seq;
  for (const slot of duties.waitingProduces) d.wake(slot, seq);
  return tellWatchers(
    d,
    withLog(replica, falls ? setHighWatermark(log, highWatermark) : raiseHighWatermark(log, highWatermark)),
    'highWatermark',
    seq,
  );
}

/** Without waiting for it, a follower that catches up with a busy leader of an ISR of one would never be let in. */
function waitsToJoin(d: BrokerDraft, follower: FollowerProgress, logEndOffset: number): boolean {
  return isCaughtUp(follower, logEndOffset, d.turn.now, d.base.config.replicaLagTimeMax) && isIsrEligible(d, follower);
}
