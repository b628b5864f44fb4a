import type { PartitionId } from '../world.ts';
import { isDeleting, partitionOf, withPartition } from './context.ts';
import { withoutReplica } from './election-algorithms.ts';
import { leaderAndIsrIn, newLeaderAndIsr, type LeaderAndIsr } from './leader-and-isr.ts';
import { stateReads, stateWrites, written } from './partition-elections.ts';
import type { Answer, Question } from './perform.ts';
import { replicaIn, replicaMove, type ReplicaMove } from './replica-machine.ts';
import { addLeaderAndIsr, addMetadata, addStopReplica, ascending } from './request-batch.ts';
import type { ControlledPartition } from './state.ts';
import type { FoundState, ReplicaStep, Step } from './steps.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';
import { isOff } from '../safety.ts';

type StepOf<D extends ReplicaStep['do']> = Extract<ReplicaStep, { readonly do: D }>;

/** Moves replicas to a state, broker by broker (ReplicaStateMachine.handleStateChanges); the brokers are told at the end. */
export function changeReplicas(work: Work, step: StepOf<'changeReplicas'>): Question {
  const steps: Step[] = [];
  for (const broker of ascending(step.replicas.map((replica) => replica.broker))) {
    const leaving: PartitionId[] = [];
    for (const replica of step.replicas) {
      if (replica.broker !== broker) continue;
      const partition = partitionOf(work.controller, replica.partition);
      const state =
        partition?.replicaStates.find((each) => each.broker === broker)?.state ?? replicaIn('NonExistentReplica');
      const move = replicaMove(state, step.target);
      if (partition !== null && move !== null && carryOut(work, partition, broker, move)) leaving.push(partition.id);
    }
    if (leaving.length > 0) steps.push({ do: 'readStatesToLeave', broker, partitions: leaving });
  }
  if (step.replicas.length > 0) next(work, ...steps, { do: 'sendBatch' });
  return null;
}

/** One replica's change. Returns true when it has yet to leave the ISR. */
function carryOut(work: Work, partition: ControlledPartition, broker: number, move: ReplicaMove): boolean {
  const known = partition.partitionEpoch >= 0;
  switch (move.action) {
    case 'addReplica':
      if (known && partition.leader === broker) return false;
      if (known) addLeaderAndIsr(work.batch, [broker], partition.id, true);
      break;
    case 'sendLeaderAndIsr':
      if (known) addLeaderAndIsr(work.batch, [broker], partition.id, false);
      break;
    case 'stopAndLeaveIsr':
      addStopReplica(work.batch, broker, partition.id);
      if (known) return true;
      addMetadata(work.batch, 'all', [partition.id]);
      break;
    case 'deleteReplica':
      addStopReplica(work.batch, broker, partition.id, true);
      break;
    case 'joinAssignment':
    case 'noteDeleted':
    case 'noteIneligible':
    case 'forget':
      break;
  }
  enter(work, partition, broker, move);
  return false;
}

function enter(work: Work, partition: ControlledPartition, broker: number, move: ReplicaMove): void {
  const replicaStates = partition.replicaStates.map((each) =>
    each.broker === broker ? { broker, state: move.kept } : each,
  );
  work.controller = withPartition(work.controller, { ...partition, replicaStates });
}

/** A replica that is offline leaves the ISR, unless it is the last in it; a leader that is offline leaves no leader (ReplicaStateMachine.doRemoveReplicasFromIsr). */
export function readStatesToLeave(work: Work, step: StepOf<'readStatesToLeave'>, answer: Answer): Question {
  if (answer === null) return stateReads(work, step.partitions);
  const left: FoundState[] = [];
  const keepsEpoch = isOff(work.turn.setup, 'newLeaderEpochs');
  step.partitions.forEach((id, at) => {
    const result = answer[at];
    const state = result === undefined ? null : leaderAndIsrIn(result);
    if (state === null || state.controllerEpoch > work.controller.epoch) return;
    if (!state.isr.includes(step.broker)) {
      keepLeaderAndIsr(work, id, { ...state, controllerEpoch: work.controller.epoch }, -1);
      becomeOffline(work, id, step.broker);
      return;
    }
    const { leader, isr } = withoutReplica(state.leader, state.isr, step.broker);
    left.push({ partition: id, state: newLeaderAndIsr(state, leader, isr, work.controller.epoch, keepsEpoch) });
  });
  if (left.length > 0) next(work, { do: 'writeLeft', broker: step.broker, left });
  return null;
}

export function writeLeft(work: Work, step: StepOf<'writeLeft'>, answer: Answer): Question {
  if (answer === null) return stateWrites(work, step.left);
  const again: PartitionId[] = [];
  step.left.forEach(({ partition, state }, at) => {
    const outcome = written(work, state, answer, at);
    if (outcome === 'again') again.push(partition);
    if (typeof outcome === 'string') return;
    keepLeaderAndIsr(work, partition, outcome, tell(work, partition, outcome));
    becomeOffline(work, partition, step.broker);
  });
  if (again.length > 0 && !work.moved) next(work, { do: 'readStatesToLeave', broker: step.broker, partitions: again });
  return null;
}

function tell(work: Work, id: PartitionId, state: LeaderAndIsr): number {
  const previous = partitionOf(work.controller, id)?.leader ?? -1;
  const { isr, leaderEpoch, partitionEpoch } = state;
  if (state.leader === -1 && previous !== -1)
    return work.turn.emit('PartitionOffline', { partition: id, leaderEpoch, isr, previous }, causesOf(work));
  return work.turn.emit(
    'IsrUpdated',
    { partition: id, isr, leaderEpoch, partitionEpoch, by: 'controller' },
    causesOf(work),
  );
}

function becomeOffline(work: Work, id: PartitionId, broker: number): void {
  const partition = partitionOf(work.controller, id);
  if (partition === null) return;
  if (!isDeleting(work.controller, work.turn.partitionName(id).topic))
    addLeaderAndIsr(
      work.batch,
      partition.replicas.filter((replica) => replica !== broker),
      id,
      false,
    );
  const state = partition.replicaStates.find((each) => each.broker === broker)?.state;
  const move = state === undefined ? null : replicaMove(state, 'OfflineReplica');
  if (move !== null) enter(work, partition, broker, move);
}
