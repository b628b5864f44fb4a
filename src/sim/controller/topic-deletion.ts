import type { ZkOp } from '../protocol/zookeeper.ts';
import type { PartitionId } from '../world.ts';
import {
  configPath,
  DELETE_TOPICS_PATH,
  deleteTopicPath,
  partitionStatePath,
  topicPartitionPath,
  topicPartitionsPath,
  topicPath,
} from '../zookeeper/paths.ts';
import { vecSet } from '../../lib/vec.ts';
import { isReplicaOnline, partitionOf, topicOf, withoutTopic } from './context.ts';
import type { Answer, Question } from './perform.ts';
import type { ReplicaStateName } from './replica-machine.ts';
import { addMetadata } from './request-batch.ts';
import { sendBatch } from './send-batch.ts';
import type { ControlledPartition, TopicDeletion } from './state.ts';
import type { DeletionStep, Step } from './steps.ts';
import { causesOf, next, type Work } from './work.ts';

type StepOf<D extends DeletionStep['do']> = Extract<DeletionStep, { readonly do: D }>;
type Replicas = { readonly partition: PartitionId; readonly broker: number }[];

/*
 * How a topic goes (kafka.controller.TopicDeletionManager): its name under /admin/delete_topics says that it shall. Its partitions
 * are taken down, each broker with a copy is told to delete it, and when all have, its znodes go. A broker that is away holds all
 * of this up until it is back.
 */

/** Which topics shall go; names that no topic has are dropped (KafkaController.processTopicDeletion). */
export function readDeletions(work: Work, answer: Answer): Question {
  if (answer === null) return [{ op: 'getChildren', path: DELETE_TOPICS_PATH, watch: true }];
  const names = answer[0]?.children ?? [];
  const unknown = names.filter((topic) => topicOf(work.controller, topic) === null);
  const { deletions } = work.controller;
  const added = names
    .filter((topic) => !unknown.includes(topic) && !deletions.some((deletion) => deletion.topic === topic))
    .map((topic): TopicDeletion => ({ topic, begun: false, ineligible: false }));
  work.controller = { ...work.controller, deletions: [...deletions, ...added] };
  if (unknown.length > 0) next(work, { do: 'dropDeletions', topics: unknown }, { do: 'resumeDeletions' });
  else next(work, { do: 'resumeDeletions' });
  return null;
}

/**
 * A controller that takes over knows what shall go before it elects anything: those topics stay down. Those with a replica that is away or
 * that moves have to wait (KafkaController.fetchTopicDeletionsInProgress, TopicDeletionManager.init).
 */
export function loadDeletions(work: Work, answer: Answer): Question {
  if (answer === null) return [{ op: 'getChildren', path: DELETE_TOPICS_PATH, watch: true }];
  const deletions = (answer[0]?.children ?? [])
    .filter((topic) => topicOf(work.controller, topic) !== null)
    .map((topic): TopicDeletion => ({ topic, begun: false, ineligible: mustWait(work, topic) }));
  work.controller = { ...work.controller, deletions };
  return null;
}

function mustWait(work: Work, topic: string): boolean {
  return partitionsOf(work, topic).some(
    ({ replicas, adding, removing }) =>
      adding.length + removing.length > 0 || replicas.some((broker) => !isReplicaOnline(work.controller, broker)),
  );
}

export function dropDeletions(_: Work, { topics }: StepOf<'dropDeletions'>, answer: Answer): Question {
  return answer === null ? topics.map((topic) => deletion(deleteTopicPath(topic))) : null;
}

function deletion(path: string): ZkOp {
  return { op: 'delete', path, version: -1 };
}

function partitionsOf(work: Work, topic: string): readonly ControlledPartition[] {
  const ids = topicOf(work.controller, topic)?.partitions ?? [];
  return ids.map((id) => partitionOf(work.controller, id)).filter((partition) => partition !== null);
}

function replicasIn(partitions: readonly ControlledPartition[], state: ReplicaStateName): Replicas {
  return partitions.flatMap(({ id, replicaStates }) =>
    replicaStates.filter((each) => each.state.value === state).map(({ broker }) => ({ partition: id, broker })),
  );
}

/** Looks at each topic that shall go: it is done, or can be begun or tried again, or waits. */
export function resumeDeletions(work: Work): Question {
  const steps: Step[] = [];
  const begin: string[] = [];
  for (const { topic, ineligible } of work.controller.deletions) {
    const partitions = partitionsOf(work, topic);
    const count = partitions.reduce((sum, partition) => sum + partition.replicaStates.length, 0);
    const started = replicasIn(partitions, 'ReplicaDeletionStarted').length > 0;
    if (replicasIn(partitions, 'ReplicaDeletionSuccessful').length === count) {
      steps.push(
        {
          do: 'changeReplicas',
          replicas: replicasIn(partitions, 'ReplicaDeletionSuccessful'),
          target: 'NonExistentReplica',
        },
        { do: 'deleteZnodes', topic },
        { do: 'forgetTopic', topic },
      );
      continue;
    }
    const retry = started ? [] : replicasIn(partitions, 'ReplicaDeletionIneligible');
    if (retry.length > 0) steps.push({ do: 'changeReplicas', replicas: retry, target: 'OfflineReplica' });
    if (!started && !ineligible) begin.push(topic);
  }
  next(work, ...steps, ...beginSteps(work, begin));
  return null;
}

/** Takes topics down and has their replicas deleted (onTopicDeletion, onPartitionDeletion). */
function beginSteps(work: Work, topics: readonly string[]): readonly Step[] {
  if (topics.length === 0) return [];
  const all = topics.flatMap((topic) => partitionsOf(work, topic));
  const fresh = topics.filter((topic) => work.controller.deletions.some((each) => each.topic === topic && !each.begun));
  const down = fresh.flatMap((topic) => partitionsOf(work, topic).map(({ id }) => id));
  const dead: Replicas = [];
  const alive: Replicas = [];
  const late: string[] = [];
  for (const { id, replicas, replicaStates } of all) {
    for (const broker of replicas) {
      const done = replicaStates.find((each) => each.broker === broker)?.state.value === 'ReplicaDeletionSuccessful';
      if (!isReplicaOnline(work.controller, broker)) {
        dead.push({ partition: id, broker });
        late.push(work.turn.partitionName(id).topic);
      } else if (!done) alive.push({ partition: id, broker });
    }
  }
  mark(work, topics, (each) => ({ ...each, begun: true, ineligible: late.includes(each.topic) }));
  return [
    { do: 'changePartitions', partitions: down, target: 'OfflinePartition', strategy: null },
    { do: 'changePartitions', partitions: down, target: 'NonExistentPartition', strategy: null },
    { do: 'tellDeletion', topics },
    { do: 'changeReplicas', replicas: dead, target: 'ReplicaDeletionIneligible' },
    { do: 'changeReplicas', replicas: alive, target: 'OfflineReplica' },
    { do: 'changeReplicas', replicas: alive, target: 'ReplicaDeletionStarted' },
  ];
}

function mark(work: Work, topics: readonly string[], change: (each: TopicDeletion) => TopicDeletion): void {
  const deletions = work.controller.deletions.map((each) => (topics.includes(each.topic) ? change(each) : each));
  work.controller = { ...work.controller, deletions };
}

/** All brokers hear that nobody leads these partitions any more, for they are being deleted. */
export function tellDeletion(work: Work, { topics }: StepOf<'tellDeletion'>): Question {
  addMetadata(
    work.batch,
    'all',
    topics.flatMap((topic) => partitionsOf(work, topic).map(({ id }) => id)),
  );
  sendBatch(work);
  return null;
}

/** A broker has answered StopReplica (completeReplicaDeletion, failReplicaDeletion). */
export function replicasDeleted(work: Work, { broker, deleted, failed }: StepOf<'replicasDeleted'>): Question {
  const onBroker = (ids: readonly PartitionId[]): Replicas => ids.map((partition) => ({ partition, broker }));
  mark(
    work,
    failed.map((id) => work.turn.partitionName(id).topic),
    (each) => ({ ...each, ineligible: true }),
  );
  next(
    work,
    { do: 'changeReplicas', replicas: onBroker(deleted), target: 'ReplicaDeletionSuccessful' },
    { do: 'changeReplicas', replicas: onBroker(failed), target: 'ReplicaDeletionIneligible' },
    { do: 'resumeDeletions' },
  );
  return null;
}

/** Brokers are back: what waited for them is tried again (resumeDeletionForTopics). */
export function brokersAreBack(work: Work, brokers: readonly number[]): readonly Step[] {
  const waiting = work.controller.deletions
    .filter(({ topic }) =>
      partitionsOf(work, topic).some(({ replicas }) => replicas.some((broker) => brokers.includes(broker))),
    )
    .map(({ topic }) => topic);
  if (waiting.length === 0) return [];
  mark(work, waiting, (each) => ({ ...each, ineligible: false }));
  return [{ do: 'resumeDeletions' }];
}

/** Brokers have gone: their replicas of topics that shall go cannot be deleted now. */
export function brokersAreGone(work: Work, brokers: readonly number[]): readonly Step[] {
  const failed = work.controller.deletions
    .flatMap(({ topic }) => replicasIn(partitionsOf(work, topic), 'ReplicaDeletionStarted'))
    .filter(({ broker }) => brokers.includes(broker));
  return brokers.map((broker) => ({
    do: 'replicasDeleted',
    broker,
    deleted: [],
    failed: failed.filter((replica) => replica.broker === broker).map(({ partition }) => partition),
  }));
}

/** Every copy is gone: so are the topic's znodes, from the leaves up, its settings, and the wish (completeDeleteTopic). */
export function deleteZnodes(work: Work, { topic }: StepOf<'deleteZnodes'>, answer: Answer): Question {
  if (answer !== null) return null;
  const indexes = (topicOf(work.controller, topic)?.partitions ?? []).map((_, index) => index);
  const paths = [
    ...indexes.map((index) => partitionStatePath(topic, index)),
    ...indexes.map((index) => topicPartitionPath(topic, index)),
    topicPartitionsPath(topic),
    topicPath(topic),
    configPath('topics', topic),
    deleteTopicPath(topic),
  ];
  return paths.map(deletion);
}

export function forgetTopic(work: Work, { topic }: StepOf<'forgetTopic'>): Question {
  const { controller } = work;
  let { partitions } = controller;
  for (const id of topicOf(controller, topic)?.partitions ?? []) partitions = vecSet(partitions, id, null);
  work.controller = {
    ...controller,
    partitions,
    topics: withoutTopic(controller.topics, topic),
    deletions: controller.deletions.filter((each) => each.topic !== topic),
  };
  work.turn.emit('TopicDeleted', { topic }, causesOf(work));
  return null;
}
