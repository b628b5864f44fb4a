import type { LeaderAndIsrPartition } from '../../protocol/cluster.ts';
import type { BrokerDraft } from '../draft.ts';
import { unknownProgress } from '../follower-progress.ts';
import { maybeRaiseHighWatermark } from '../leader-high-watermark.ts';
import { becomeLeader } from '../make-leader.ts';
import type { FollowerProgress, LeaderDuties, Replica } from '../state.ts';
import { tellWatchers } from '../watch.ts';

/**
 * The metadata log says that this replica leads (Partition.makeLeader). In a new leader epoch it begins anew; in the one it leads in
 * already only the partition has changed: another ISR, perhaps one that it proposed itself, or another assignment.
 */
export function lead(d: BrokerDraft, replica: Replica, state: LeaderAndIsrPartition): void {
  if (state.leaderEpoch > replica.leaderEpoch) becomeLeader(d, replica, state);
  // The answer to AlterPartition may have been faster than the log.
  else if (state.partitionEpoch > replica.partitionEpoch) leadOn(d, replica, state);
}

function leadOn(d: BrokerDraft, replica: Replica, state: LeaderAndIsrPartition): void {
  const { partitionEpoch, isr, replicas } = state;
  const before = replica.duties as LeaderDuties;
  const followers: FollowerProgress[] = [];
  for (const id of replicas) {
    if (id === d.base.brokerId) continue;
    followers.push(before.followers.find((follower) => follower.brokerId === id) ?? unknownProgress(id));
  }
  const { epochStartOffset, waitingProduces } = before;
  // A proposal under way is overtaken: its answer will not count any more.
  const duties: LeaderDuties = { epochStartOffset, followers, proposed: null, adding: -1, waitingProduces };
  const led: Replica = { ...replica, partitionEpoch, isr, replicas, duties };
  const { partition } = replica;
  const changed = isr.length !== replica.isr.length || !isr.every((id) => replica.isr.includes(id));
  const seq = changed
    ? d.turn.emit('IsrChanged', { partition, broker: d.base.brokerId, isr, partitionEpoch })
    : d.turn.cause;
  const next = maybeRaiseHighWatermark(d, tellWatchers(d, led, 'isr', seq), seq);
  d.setReplica(next);
  // Requests parked here may be answerable now: the high watermark is theirs to wait for, and so is the size of the ISR.
  for (const slot of before.waitingProduces) d.wake(slot, seq);
}
