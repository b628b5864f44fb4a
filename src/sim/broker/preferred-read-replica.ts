import type { BrokerDraft } from './draft.ts';
import type { FollowerProgress, Replica } from './state.ts';

/**
 * The replica that a consumer should read from instead of the leader (ReplicaManager.findPreferredReadReplica,
 * RackAwareReplicaSelector; KIP-392): one in its rack, in sync, that has the offset; the most caught up of several. In 2.8 also one that
 * is not in sync (until KAFKA-14372).
 * @param rack the consumer's client.rack; empty: it does not say
 * @returns its broker id; -1: the leader itself
 */
export function preferredReadReplica(d: BrokerDraft, replica: Replica, rack: string, fetchOffset: number): number {
  const { duties, isr } = replica;
  if (duties === null || rack === '' || !d.base.config.readsByRack || d.base.rack === rack) return -1;
  const anyReplica = d.turn.setup.era === '2.8';
  let best: FollowerProgress | null = null;
  for (const follower of duties.followers) {
    const { brokerId, logEndOffset, logStartOffset } = follower;
    if (!(anyReplica || isr.includes(brokerId)) || logEndOffset < fetchOffset || logStartOffset > fetchOffset) continue;
    if (rackOf(d, brokerId) === rack && (best === null || isBetter(follower, best))) best = follower;
  }
  return best === null ? -1 : best.brokerId;
}

/** ReplicaView.comparator: the longer log, then who was caught up last, then the larger id. */
function isBetter(a: FollowerProgress, b: FollowerProgress): boolean {
  if (a.logEndOffset !== b.logEndOffset) return a.logEndOffset > b.logEndOffset;
  if (a.lastCaughtUpTime !== b.lastCaughtUpTime) return a.lastCaughtUpTime > b.lastCaughtUpTime;
  return a.brokerId > b.brokerId;
}

function rackOf(d: BrokerDraft, brokerId: number): string | null {
  for (const broker of d.base.metadata.liveBrokers) if (broker.id === brokerId) return broker.rack;
  return null;
}
