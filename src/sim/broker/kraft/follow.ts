import { brokerIn } from '../../kraft/image/lookups.ts';
import type { LeaderAndIsrPartition } from '../../protocol/cluster.ts';
import { withdrawProposal } from '../alter-partition.ts';
import type { BrokerDraft } from '../draft.ts';
import { addToFetcher, removeFromFetchers } from '../fetchers.ts';
import type { Replica } from '../state.ts';
import { tellWatchers } from '../watch.ts';
import type { BrokerKRaft } from './state.ts';

/**
 * The metadata log says that this replica follows (ReplicaManager.applyLocalFollowersDelta). Without a leader too: a leader that has
 * lost its partition steps down. In a new leader epoch the fetcher starts again, from a leader that is registered, fenced or not; a
 * broker on its way out stops to fetch what has no leader or what it is not in sync for.
 */
export function follow(d: BrokerDraft, replica: Replica, state: LeaderAndIsrPartition): void {
  if (state.partitionEpoch < replica.partitionEpoch) return;
  const isNewEpoch = state.leaderEpoch > replica.leaderEpoch;
  const follower = isNewEpoch ? stepDown(d, replica, state) : sameEpoch(replica, state);
  d.setReplica(follower);
  const { brokerId, lifecycle } = d.base;
  const leaves = lifecycle.value === 'PENDING_CONTROLLED_SHUTDOWN' || lifecycle.value === 'SHUTTING_DOWN';
  if (leaves && (state.leader < 0 || !state.isr.includes(brokerId))) {
    removeFromFetchers(d, replica.partition);
  } else if (isNewEpoch) {
    removeFromFetchers(d, replica.partition);
    const { image } = d.base.kraft as BrokerKRaft;
    if (brokerIn(image, state.leader) !== null) addToFetcher(d, follower);
  }
}

/** Partition.makeFollower in a new leader epoch: whoever waits for this replica as the leader is answered. */
function stepDown(d: BrokerDraft, replica: Replica, state: LeaderAndIsrPartition): Replica {
  const { partition } = replica;
  const { leader, leaderEpoch } = state;
  withdrawProposal(d, partition);
  const seq =
    leader < 0
      ? d.turn.cause
      : d.turn.emit('FollowerStarted', { partition, broker: d.base.brokerId, leader, leaderEpoch });
  for (const slot of replica.duties?.waitingProduces ?? []) d.wake(slot, seq);
  return tellWatchers(d, { ...sameEpoch(replica, state), role: 'follower', duties: null, isr: [] }, 'state', seq);
}

function sameEpoch(replica: Replica, state: LeaderAndIsrPartition): Replica {
  const { leader, leaderEpoch, partitionEpoch, replicas } = state;
  return { ...replica, leader, leaderEpoch, partitionEpoch, replicas };
}
