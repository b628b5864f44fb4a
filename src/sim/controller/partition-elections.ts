import { topicConfig } from '../config/broker-config.ts';
import type { ZkGetDataOp } from '../protocol/zookeeper.ts';
import type { PartitionId } from '../world.ts';
import { configIn } from '../zookeeper/data.ts';
import { configPath, partitionStatePath } from '../zookeeper/paths.ts';
import { isReplicaOnline, onlineBrokers, partitionOf } from './context.ts';
import { electLeader } from './election-algorithms.ts';
import { dataOf, fenced, leaderAndIsrIn, newLeaderAndIsr, unfenced, type LeaderAndIsr } from './leader-and-isr.ts';
import { becomeOnline, fail } from './partition-changes.ts';
import type { Answer, Question } from './perform.ts';
import { addLeaderAndIsr } from './request-batch.ts';
import type { Choice, FoundState, PartitionStep, Strategy } from './steps.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';
import { isOff } from '../safety.ts';

type StepOf<D extends PartitionStep['do']> = Extract<PartitionStep, { readonly do: D }>;

/*
 * Elects leaders for partitions that exist (PartitionStateMachine.doElectLeaderForPartitions): the state is read from ZooKeeper, the
 * choice is written if nobody else has written meanwhile, and tried again if somebody has.
 */

/** Asks for the state znodes of partitions. */
export function stateReads(work: Work, partitions: readonly PartitionId[]): readonly ZkGetDataOp[] {
  return partitions.map((id) => {
    const { topic, partition } = work.turn.partitionName(id);
    return { op: 'getData', path: partitionStatePath(topic, partition), watch: false };
  });
}

export function readStatesToElect(work: Work, step: StepOf<'readStatesToElect'>, answer: Answer): Question {
  if (answer === null) return stateReads(work, step.partitions);
  const found: FoundState[] = [];
  step.partitions.forEach((id, at) => {
    const result = answer[at];
    const state = result === undefined ? null : leaderAndIsrIn(result);
    if (state === null) fail(work, id, 'its state znode is missing');
    else if (state.controllerEpoch > work.controller.epoch)
      fail(work, id, `a later controller has written its state; epoch ${state.controllerEpoch}`);
    else found.push({ partition: id, state });
  });
  const topics =
    step.strategy.name === 'offline' && !step.strategy.allowUnclean ? topicsWithoutLiveIsr(work, found) : [];
  if (topics.length > 0) next(work, { do: 'readUncleanSettings', found, strategy: step.strategy, topics });
  else choose(work, found, step.strategy, () => step.strategy.allowUnclean);
  return null;
}

/** Whether a replica outside the ISR may lead matters only where nobody inside it is alive. */
function topicsWithoutLiveIsr(work: Work, found: readonly FoundState[]): readonly string[] {
  const lost = found.filter(({ state }) => !state.isr.some((replica) => isReplicaOnline(work.controller, replica)));
  const topics = lost.map(({ partition }) => work.turn.partitionName(partition).topic).sort();
  return topics.filter((topic, at) => topics[at - 1] !== topic);
}

export function readUncleanSettings(work: Work, step: StepOf<'readUncleanSettings'>, answer: Answer): Question {
  if (answer === null)
    return step.topics.map((topic) => ({ op: 'getData', path: configPath('topics', topic), watch: false }));
  choose(work, step.found, step.strategy, (topic) => {
    const at = step.topics.indexOf(topic);
    return at >= 0 && topicConfig(configIn(answer[at]?.data ?? null), work.broker.config).uncleanLeaderElection;
  });
  return null;
}

function choose(
  work: Work,
  found: readonly FoundState[],
  strategy: Strategy,
  uncleanAllowed: (topic: string) => boolean,
): void {
  const { controller } = work;
  const live =
    strategy.name === 'controlledShutdown'
      ? controller.liveBrokers.map((broker) => broker.id)
      : onlineBrokers(controller);
  const keepsEpoch = isOff(work.turn.setup, 'newLeaderEpochs');
  const choices: Choice[] = [];
  for (const { partition: id, state } of found) {
    const partition = partitionOf(controller, id);
    if (partition === null) continue;
    const { topic } = work.turn.partitionName(id);
    const assignment = partition.replicas;
    const elected = electLeader(strategy.name, {
      assignment,
      isr: isOff(work.turn.setup, 'electionsFromTheIsr') ? assignment : state.isr,
      live,
      shuttingDown: controller.shuttingDown,
      unclean: uncleanAllowed(topic),
    });
    if (elected === null) {
      fail(work, id, refusalOf(strategy));
      continue;
    }
    const told = strategy.name === 'preferred' ? assignment : assignment.filter((replica) => live.includes(replica));
    const next = newLeaderAndIsr(state, elected.leader, elected.isr, controller.epoch, keepsEpoch);
    // Leaders that may lack records say so until they have been told that it is fine (KIP-704, from 3.2).
    const recovering = elected.unclean && work.turn.setup.era !== '2.8';
    choices.push({
      partition: id,
      state: recovering ? { ...next, leaderRecoveryState: 'RECOVERING' } : next,
      previous: state.leader,
      unclean: elected.unclean,
      recipients: told,
    });
  }
  if (choices.length > 0) next(work, { do: 'writeElected', choices, strategy });
}

function refusalOf(strategy: Strategy): string {
  switch (strategy.name) {
    case 'offline':
      return strategy.allowUnclean ? 'no replica is alive' : 'no member of the ISR is alive';
    case 'preferred':
      return 'the preferred replica is not alive, or not in the ISR';
    case 'controlledShutdown':
      return 'no other member of the ISR is alive';
    case 'reassign':
      return 'no target replica is alive and in the ISR';
  }
}

/** Writes of new states, each only if its znode still has the version that was read. */
export function stateWrites(work: Work, states: readonly FoundState[]): Question {
  return states.map(({ partition: id, state }) => {
    const { topic, partition } = work.turn.partitionName(id);
    return fenced(work.controller.epochZkVersion, {
      op: 'setData',
      path: partitionStatePath(topic, partition),
      data: dataOf(state),
      version: state.partitionEpoch,
    });
  });
}

/** What became of a write of a state: done, to be tried again after another look, given up, or refused because the controller has moved. */
export function written(
  work: Work,
  state: LeaderAndIsr,
  answer: Answer,
  at: number,
): LeaderAndIsr | 'again' | 'failed' | 'moved' {
  const result = answer?.[at];
  if (result === undefined) return 'failed';
  const own = unfenced(result);
  if (own === null) {
    work.moved = true;
    return 'moved';
  }
  if (own.error === 'BadVersion') return 'again';
  return own.error === 'Ok' && own.stat !== null ? { ...state, partitionEpoch: own.stat.version } : 'failed';
}

export function writeElected(work: Work, step: StepOf<'writeElected'>, answer: Answer): Question {
  if (answer === null) return stateWrites(work, step.choices);
  const again: PartitionId[] = [];
  step.choices.forEach((choice, at) => {
    const outcome = written(work, choice.state, answer, at);
    if (outcome === 'again') again.push(choice.partition);
    else if (outcome === 'failed') fail(work, choice.partition, 'its state could not be written');
    else if (outcome !== 'moved') conclude(work, choice, outcome, step.strategy);
  });
  if (again.length > 0 && !work.moved)
    next(work, { do: 'readStatesToElect', partitions: again, strategy: step.strategy });
  return null;
}

function conclude(work: Work, choice: Choice, state: LeaderAndIsr, strategy: Strategy): void {
  const { partition, previous, unclean, recipients } = choice;
  const { leader, leaderEpoch, isr } = state;
  const changed = work.turn.emit(
    'LeaderElected',
    { partition, leader, leaderEpoch, isr, previous, election: strategy.name, unclean },
    causesOf(work),
  );
  keepLeaderAndIsr(work, partition, state, changed);
  addLeaderAndIsr(work.batch, recipients, partition, false);
  becomeOnline(work, partition);
}
