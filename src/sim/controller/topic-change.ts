import type { PartitionId } from '../world.ts';
import { assignmentIn } from '../zookeeper/data.ts';
import { nameIn, topicPath, TOPICS_PATH } from '../zookeeper/paths.ts';
import { isDeleting, partitionOf, topicOf, withPartition } from './context.ts';
import { learnTopic } from './failover.ts';
import { newPartitionSteps } from './new-partitions.ts';
import type { Answer, Question } from './perform.ts';
import type { TopicStep } from './steps.ts';
import { causesOf, next, type Work } from './work.ts';

type StepOf<D extends TopicStep['do']> = Extract<TopicStep, { readonly do: D }>;

/* Topics and partitions are created by writing their assignment into ZooKeeper; the controller's watches tell it. */

/** KafkaController.processTopicChange. */
export function readTopics(work: Work, answer: Answer): Question {
  if (answer === null) return [{ op: 'getChildren', path: TOPICS_PATH, watch: true }];
  const topics = (answer[0]?.children ?? []).filter((topic) => topicOf(work.controller, topic) === null);
  if (topics.length > 0) next(work, { do: 'readNewTopics', topics });
  return null;
}

export function readNewTopics(work: Work, step: StepOf<'readNewTopics'>, answer: Answer): Question {
  if (answer === null) return step.topics.map((topic) => ({ op: 'getData', path: topicPath(topic), watch: true }));
  const added: PartitionId[] = [];
  for (const result of answer) {
    if (result.error !== 'Ok') continue;
    const topic = nameIn(result.path);
    const ids = learnTopic(work, topic, result.data);
    blame(work, ids, work.turn.emit('TopicCreated', { topic, partitions: replicasOf(work, ids) }, causesOf(work)));
    added.push(...ids);
  }
  if (added.length > 0) next(work, ...newPartitionSteps(work, added));
  return null;
}

/** KafkaController.processPartitionModifications. */
export function readAssignment(work: Work, step: StepOf<'readAssignment'>, answer: Answer): Question {
  const { topic } = step;
  if (answer === null) return [{ op: 'getData', path: topicPath(topic), watch: true }];
  const data = answer[0]?.data ?? null;
  // What was added while the topic was being queued for deletion goes with it.
  const isGone = assignmentIn(data).length === 0 || isDeleting(work.controller, topic);
  const ids = isGone ? [] : learnTopic(work, topic, data);
  if (ids.length === 0) return null;
  blame(work, ids, work.turn.emit('PartitionsCreated', { topic, partitions: replicasOf(work, ids) }, causesOf(work)));
  next(work, ...newPartitionSteps(work, ids));
  return null;
}

function replicasOf(
  work: Work,
  ids: readonly PartitionId[],
): readonly { readonly partition: PartitionId; readonly replicas: readonly number[] }[] {
  return ids.map((partition) => ({ partition, replicas: partitionOf(work.controller, partition)?.replicas ?? [] }));
}

/** Remembers which entry told of these partitions, so that their first leaders are blamed on it. */
function blame(work: Work, ids: readonly PartitionId[], changed: number): void {
  for (const id of ids) {
    const partition = partitionOf(work.controller, id);
    if (partition !== null) work.controller = withPartition(work.controller, { ...partition, changed });
  }
}
