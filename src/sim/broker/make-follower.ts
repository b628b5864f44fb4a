import type { LeaderAndIsrPartition } from '../protocol/cluster.ts';
import { withdrawProposal } from './alter-partition.ts';
import type { BrokerDraft } from './draft.ts';
import { addToFetcher, removeFromFetchers } from './fetchers.ts';
import { isAlive } from './metadata-cache.ts';
import type { Replica } from './state.ts';
import { tellWatchers } from './watch.ts';

/**
 * The replica follows from now on, or follows in a new epoch (Partition.makeFollower, ReplicaManager.makeFollowers). Requests
 * that wait for it as the leader are answered, and it fetches from the new leader. A leader that is not alive as far as this
 * broker knows is not followed: nothing changes.
 */
export function becomeFollower(d: BrokerDraft, replica: Replica, state: LeaderAndIsrPartition): void {
  if (!isAlive(d.base.metadata, state.leader)) return;
  if (d.turn.setup.era !== '2.8' && state.partitionEpoch < replica.partitionEpoch) return;
  withdrawProposal(d, replica.partition);
  const seq = d.turn.emit('FollowerStarted', {
    partition: replica.partition,
    broker: d.base.brokerId,
    leader: state.leader,
    leaderEpoch: state.leaderEpoch,
  });
  for (const slot of replica.duties?.waitingProduces ?? []) d.wake(slot, seq);
  const follower: Replica = {
    partition: replica.partition,
    topicId: replica.topicId,
    log: replica.log,
    role: 'follower',
    leader: state.leader,
    leaderEpoch: state.leaderEpoch,
    partitionEpoch: state.partitionEpoch,
    controllerEpoch: state.controllerEpoch,
    replicas: state.replicas,
    isr: [],
    duties: null,
    topicConfig: replica.topicConfig,
    watchers: replica.watchers,
  };
  d.setReplica(tellWatchers(d, follower, 'state', seq));
  removeFromFetchers(d, replica.partition);
  // A broker on its way out begins no new fetches.
  if (d.base.lifecycle.value === 'RUNNING') addToFetcher(d, follower);
}
