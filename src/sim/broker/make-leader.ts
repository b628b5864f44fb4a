import { assignEpoch } from '../log/leader-epoch-cache.ts';
import type { LeaderAndIsrPartition } from '../protocol/cluster.ts';
import { withdrawProposal } from './alter-partition.ts';
import type { BrokerDraft } from './draft.ts';
import { afterElection, unknownProgress } from './follower-progress.ts';
import { coordinatorElected, coordinatorsWait } from './groups/coordinator.ts';
import { maybeRaiseHighWatermark } from './leader-high-watermark.ts';
import type { FollowerProgress, LeaderDuties, Replica } from './state.ts';
import { tellWatchers } from './watch.ts';

/**
 * The replica leads from now on, or leads on in a new epoch (Partition.makeLeader). First of all it notes where its epoch begins:
 * a follower with records of an epoch in between must learn where to cut. Nothing is known of followers yet, and the high
 * watermark is the one it had as a follower.
 */
export function becomeLeader(d: BrokerDraft, replica: Replica, state: LeaderAndIsrPartition): void {
  const { turn } = d;
  if (turn.setup.era !== '2.8' && state.partitionEpoch < replica.partitionEpoch) return;
  const isNewLeader = replica.role !== 'leader';
  const told = tellWatchers(d, replica, isNewLeader ? 'state' : 'epoch', turn.cause);
  const epochStartOffset = told.log.logEndOffset;
  withdrawProposal(d, told.partition);
  const epochs = assignEpoch(told.log.epochs, state.leaderEpoch, epochStartOffset);
  const led: Replica = {
    partition: told.partition,
    topicId: told.topicId,
    log: epochs === told.log.epochs ? told.log : { ...told.log, epochs },
    role: 'leader',
    leader: d.base.brokerId,
    leaderEpoch: state.leaderEpoch,
    partitionEpoch: state.partitionEpoch,
    controllerEpoch: state.controllerEpoch,
    replicas: state.replicas,
    isr: state.isr,
    duties: dutiesOf(d, told, state, isNewLeader, epochStartOffset),
    topicConfig: told.topicConfig,
    watchers: told.watchers,
  };
  const seq = turn.emit('LeaderStarted', {
    partition: led.partition,
    broker: d.base.brokerId,
    leaderEpoch: led.leaderEpoch,
    logEndOffset: epochStartOffset,
    highWatermark: led.log.highWatermark,
  });
  if (!isNewLeader && !sameMembers(replica.isr, led.isr)) {
    const { partition, isr, partitionEpoch } = led;
    turn.emit('IsrChanged', { partition, broker: d.base.brokerId, isr, partitionEpoch });
  }
  const next = maybeRaiseHighWatermark(d, led, seq);
  d.setReplica(next);
  coordinatorElected(d, next, seq);
  if (next.log.highWatermark === led.log.highWatermark) return;
  // Requests parked here, also by followers, may be answerable now.
  for (const { slot } of next.watchers) d.wake(slot, seq);
}

function dutiesOf(
  d: BrokerDraft,
  replica: Replica,
  state: LeaderAndIsrPartition,
  isNewLeader: boolean,
  epochStartOffset: number,
): LeaderDuties {
  const followers: FollowerProgress[] = [];
  for (const id of state.replicas) {
    if (id === d.base.brokerId) continue;
    const before = replica.duties?.followers.find((follower) => follower.brokerId === id) ?? unknownProgress(id);
    followers.push(afterElection(before, d.turn.now, epochStartOffset, isNewLeader, state.isr.includes(id)));
  }
  return {
    epochStartOffset,
    followers,
    proposed: null,
    adding: -1,
    waitingProduces: replica.duties?.waitingProduces ?? coordinatorsWait(d, replica.partition),
  };
}

function sameMembers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
