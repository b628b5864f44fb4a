import type { ZkError, ZkOp } from '../protocol/zookeeper.ts';
import type { PartitionId } from '../world.ts';
import { partitionStatePath, topicPartitionPath, topicPartitionsPath } from '../zookeeper/paths.ts';
import { partitionOf } from './context.ts';
import { dataOf, fenced, leaderAndIsrIn, unfenced } from './leader-and-isr.ts';
import { becomeOnline, fail } from './partition-changes.ts';
import { stateReads } from './partition-elections.ts';
import type { Answer, Question } from './perform.ts';
import { addLeaderAndIsr } from './request-batch.ts';
import type { Choice, PartitionStep, Step } from './steps.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';

type StepOf<D extends PartitionStep['do']> = Extract<PartitionStep, { readonly do: D }>;
type CreateStates = StepOf<'createStates'>;

/** What is to be done for partitions nobody knew before (KafkaController.onNewPartitionCreation). */
export function newPartitionSteps(work: Work, partitions: readonly PartitionId[]): readonly Step[] {
  const replicas = partitions.flatMap((id) =>
    (partitionOf(work.controller, id)?.replicas ?? []).map((broker) => ({ partition: id, broker })),
  );
  return [
    { do: 'changePartitions', partitions, target: 'NewPartition', strategy: null },
    { do: 'changeReplicas', replicas, target: 'NewReplica' },
    {
      do: 'changePartitions',
      partitions,
      target: 'OnlinePartition',
      strategy: { name: 'offline', allowUnclean: false },
    },
    { do: 'changeReplicas', replicas, target: 'OnlineReplica' },
  ];
}

/** Creates the znodes of new partitions, level by level, and in the end those with the state (KafkaZkClient.createTopicPartitionStatesRaw). */
export function createStates(work: Work, step: CreateStates, answer: Answer): Question {
  const { choices, level } = step;
  if (answer === null)
    return pathsOf(work, choices, level).map((path, at) =>
      creation(work, path, level === 'states' ? choices[at] : undefined),
    );
  if (answer.some((result) => unfenced(result) === null)) {
    work.moved = true;
    return null;
  }
  if (level !== 'states') {
    next(work, { do: 'createStates', choices, level: level === 'topics' ? 'partitions' : 'states' });
    return null;
  }
  const there = choices.filter((choice, at) => conclude(work, choice, answer[at]?.error ?? 'Ok') === 'NodeExists');
  if (there.length > 0) next(work, { do: 'readCreated', choices: there });
  return null;
}

/**
 * Znodes that were there already: made by this controller, whose answer was lost and who tried again, or not (Kafka leaves the
 * partition new in either case, until another controller comes).
 */
export function readCreated(work: Work, step: StepOf<'readCreated'>, answer: Answer): Question {
  if (answer === null)
    return stateReads(
      work,
      step.choices.map((choice) => choice.partition),
    );
  step.choices.forEach((choice, at) => {
    const result = answer[at];
    const found = result === undefined ? null : leaderAndIsrIn(result);
    const mine = found !== null && found.controllerEpoch === work.controller.epoch && found.partitionEpoch === 0;
    if (mine) lead(work, { ...choice, state: found });
    else fail(work, choice.partition, 'its state znode was there already');
  });
  return null;
}

function pathsOf(work: Work, choices: readonly Choice[], level: CreateStates['level']): readonly string[] {
  const names = choices.map((choice) => work.turn.partitionName(choice.partition));
  if (level === 'partitions') return names.map(({ topic, partition }) => topicPartitionPath(topic, partition));
  if (level === 'states') return names.map(({ topic, partition }) => partitionStatePath(topic, partition));
  const topics = names.map(({ topic }) => topic).sort();
  return topics.filter((topic, at) => topics[at - 1] !== topic).map(topicPartitionsPath);
}

function creation(work: Work, path: string, choice: Choice | undefined): ZkOp {
  const data = choice === undefined ? null : dataOf(choice.state);
  return fenced(work.controller.epochZkVersion, { op: 'create', path, data, ephemeral: false, sequential: false });
}

/** Returns the error where it is not clear yet what it means. */
function conclude(work: Work, choice: Choice, error: ZkError): ZkError {
  if (error === 'Ok') lead(work, choice);
  else if (error !== 'NodeExists') fail(work, choice.partition, `ZooKeeper answered ${error}`);
  return error;
}

function lead(work: Work, { partition, state, recipients }: Choice): void {
  const created = partitionOf(work.controller, partition)?.changed ?? -1;
  const changed = work.turn.emit(
    'LeaderElected',
    { partition, leader: state.leader, leaderEpoch: 0, isr: state.isr, previous: -1, election: 'new', unclean: false },
    created < 0 ? causesOf(work) : [created, work.turn.cause],
  );
  keepLeaderAndIsr(work, partition, state, changed);
  addLeaderAndIsr(work.batch, recipients, partition, true);
  becomeOnline(work, partition);
}
