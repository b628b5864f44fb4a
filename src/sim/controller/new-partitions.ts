import type { ZkOp } from '../protocol/zookeeper.ts';
import type { PartitionId } from '../world.ts';
import { partitionStatePath, topicPartitionPath, topicPartitionsPath } from '../zookeeper/paths.ts';
import { partitionOf } from './context.ts';
import { dataOf, fenced, unfenced } from './leader-and-isr.ts';
import { becomeOnline, fail } from './partition-changes.ts';
import type { Answer, Question } from './perform.ts';
import { addLeaderAndIsr } from './request-batch.ts';
import type { Choice, PartitionStep, Step } from './steps.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';

type CreateStates = Extract<PartitionStep, { readonly do: 'createStates' }>;

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
  if (level === 'states') choices.forEach((choice, at) => conclude(work, choice, answer[at]?.error ?? 'Ok'));
  else next(work, { do: 'createStates', choices, level: level === 'topics' ? 'partitions' : 'states' });
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

function conclude(work: Work, choice: Choice, error: string): void {
  const { partition, state, recipients } = choice;
  if (error !== 'Ok') {
    fail(work, partition, error);
    return;
  }
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
