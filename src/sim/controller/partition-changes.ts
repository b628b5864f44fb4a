import type { PartitionId } from '../world.ts';
import { allPartitions, isDeleting, onlineBrokers, partitionOf, topicOf, withPartition } from './context.ts';
import { firstLeader } from './election-algorithms.ts';
import { partitionMove, type PartitionMove } from './partition-machine.ts';
import type { Question } from './perform.ts';
import type { ControlledPartition } from './state.ts';
import type { Choice, PartitionStep, Step } from './steps.ts';
import { causesOf, next, type Work } from './work.ts';

type StepOf<D extends PartitionStep['do']> = Extract<PartitionStep, { readonly do: D }>;

/**
 * Moves partitions to a state (PartitionStateMachine.handleStateChanges): what needs no more than a note is done here, leaders are
 * found in the steps that follow, and the brokers are told at the end.
 */
export function changePartitions(work: Work, step: StepOf<'changePartitions'>): Question {
  work.outcomes = [];
  const fresh: ControlledPartition[] = [];
  const elect: PartitionId[] = [];
  for (const id of step.partitions) {
    const partition = partitionOf(work.controller, id);
    if (partition === null) continue;
    const move = partitionMove(partition.state, step.target);
    if (move === null) fail(work, id, `state ${partition.state.value} cannot become ${step.target}`);
    else if (move.action === 'initializeLeaderAndIsr') fresh.push(partition);
    else if (move.action === 'electLeader') elect.push(id);
    else enter(work, partition, move);
  }
  const steps: Step[] = [];
  const choices = firstLeaders(work, fresh);
  if (choices.length > 0) steps.push({ do: 'createStates', choices, level: 'topics' });
  if (elect.length > 0)
    steps.push({
      do: 'readStatesToElect',
      partitions: elect,
      strategy: step.strategy ?? { name: 'offline', allowUnclean: false },
    });
  next(work, ...steps, { do: 'sendBatch' });
  return null;
}

function enter(work: Work, partition: ControlledPartition, move: PartitionMove): void {
  if (partition.state !== move.kept)
    work.controller = withPartition(work.controller, { ...partition, state: move.kept });
}

/** A new or offline partition has a leader now. */
export function becomeOnline(work: Work, id: PartitionId): void {
  const partition = partitionOf(work.controller, id);
  const move = partition === null ? null : partitionMove(partition.state, 'OnlinePartition');
  if (partition !== null && move !== null) enter(work, partition, move);
  work.outcomes = [...work.outcomes, { partition: id, error: null }];
}

/** The partition's state stays as it was. */
export function fail(work: Work, id: PartitionId, error: string): void {
  work.outcomes = [...work.outcomes, { partition: id, error }];
  work.turn.emit('ElectionRefused', { partition: id, error }, causesOf(work));
}

/** New partitions are led by their first live replica (PartitionStateMachine.initializeLeaderAndIsrForPartitions). */
function firstLeaders(work: Work, partitions: readonly ControlledPartition[]): readonly Choice[] {
  const online = onlineBrokers(work.controller);
  const choices: Choice[] = [];
  for (const { id, replicas } of partitions) {
    const elected = firstLeader(replicas, online);
    if (elected === null) {
      fail(work, id, 'no assigned replica is alive');
      continue;
    }
    const { leader, isr } = elected;
    const state = {
      leader,
      isr,
      leaderEpoch: 0,
      controllerEpoch: work.controller.epoch,
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: 0,
    } as const;
    choices.push({ partition: id, state, previous: -1, unclean: false, recipients: isr });
  }
  return choices;
}

/** Tries to find leaders for all partitions that have none, of one topic or of all (PartitionStateMachine.triggerOnlinePartitionStateChange). */
export function triggerOnline(work: Work, step: StepOf<'triggerOnline'>): Question {
  const { controller } = work;
  const partitions: PartitionId[] = [];
  const look = (partition: ControlledPartition | null): void => {
    const state = partition?.state.value;
    if (partition !== null && isDeleting(controller, work.turn.partitionName(partition.id).topic)) return;
    if (partition !== null && (state === 'OfflinePartition' || state === 'NewPartition')) partitions.push(partition.id);
  };
  if (step.topic === null) allPartitions(controller).forEach(look);
  else topicOf(controller, step.topic)?.partitions.forEach((id) => look(partitionOf(controller, id)));
  next(work, {
    do: 'changePartitions',
    partitions,
    target: 'OnlinePartition',
    strategy: { name: 'offline', allowUnclean: false },
  });
  return null;
}
