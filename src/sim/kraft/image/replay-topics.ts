import { assert, present } from '../../../lib/assert.ts';
import { emptyVec, vecForEach, vecGet, vecPush, vecSet } from '../../../lib/vec.ts';
import type { PartitionChangeRecord, PartitionRecord, RemoveTopicRecord, TopicRecord } from '../records.ts';
import { NO_LEADER, type MetadataImage, type PartitionRegistration, type TopicImage } from './image.ts';
import { topicIn, topicIndex } from './lookups.ts';

/** The image with a topic that has no partitions yet; their records follow in the same batch. */
export function createTopic(image: MetadataImage, { name, topicId }: TopicRecord): MetadataImage {
  assert(topicIn(image, name) === null, () => `topic ${name} must not be there already`);
  const topics = image.topics.slice();
  topics.splice(topicIndex(image, name), 0, { name, topicId, partitions: emptyVec() });
  return { ...image, topics };
}

export function removeTopic(image: MetadataImage, { name }: RemoveTopicRecord): MetadataImage {
  const topic = topicOf(image, name);
  let { leaderless, imbalanced } = image;
  vecForEach(topic.partitions, (partition) => {
    leaderless -= Number(isLeaderless(partition));
    imbalanced -= Number(isImbalanced(partition));
  });
  return { ...image, topics: image.topics.filter((each) => each !== topic), leaderless, imbalanced };
}

export function createPartition(image: MetadataImage, record: PartitionRecord): MetadataImage {
  const topic = topicOf(image, record.topic);
  assert(record.partitionId === topic.partitions.length, 'partitions must be created in their order');
  const partition = registrationIn(record);
  return withTopic(image, { ...topic, partitions: vecPush(topic.partitions, partition) }, null, partition);
}

export function changePartition(image: MetadataImage, record: PartitionChangeRecord): MetadataImage {
  const topic = topicOf(image, record.topic);
  const old = present(vecGet(topic.partitions, record.partitionId), `partition ${record.partitionId} must be there`);
  const next = mergePartition(old, record);
  return withTopic(image, { ...topic, partitions: vecSet(topic.partitions, record.partitionId, next) }, old, next);
}

/** A partition after a change: its epoch grows with each, the leader's epoch only when `leader` is set (PartitionRegistration.merge). */
export function mergePartition(old: PartitionRegistration, change: PartitionChangeRecord): PartitionRegistration {
  return {
    replicas: change.replicas ?? old.replicas,
    isr: change.isr ?? old.isr,
    removingReplicas: change.removingReplicas ?? old.removingReplicas,
    addingReplicas: change.addingReplicas ?? old.addingReplicas,
    leader: change.leader ?? old.leader,
    leaderRecoveryState: change.leaderRecoveryState ?? old.leaderRecoveryState,
    leaderEpoch: change.leader === null ? old.leaderEpoch : old.leaderEpoch + 1,
    partitionEpoch: old.partitionEpoch + 1,
    elr: change.eligibleLeaderReplicas ?? old.elr,
    lastKnownElr: change.lastKnownElr ?? old.lastKnownElr,
  };
}

export function isLeaderless(partition: PartitionRegistration): boolean {
  return partition.leader === NO_LEADER;
}

/** Does another than the first replica lead it, or none (PartitionRegistration.hasPreferredLeader)? */
export function isImbalanced(partition: PartitionRegistration): boolean {
  return partition.leader !== partition.replicas[0];
}

function registrationIn(record: PartitionRecord): PartitionRegistration {
  return {
    replicas: record.replicas,
    isr: record.isr,
    removingReplicas: record.removingReplicas,
    addingReplicas: record.addingReplicas,
    leader: record.leader,
    leaderRecoveryState: record.leaderRecoveryState,
    leaderEpoch: record.leaderEpoch,
    partitionEpoch: record.partitionEpoch,
    elr: record.eligibleLeaderReplicas,
    lastKnownElr: record.lastKnownElr,
  };
}

function topicOf(image: MetadataImage, name: string): TopicImage {
  return present(topicIn(image, name), `topic ${name} must be there`);
}

function withTopic(
  image: MetadataImage,
  topic: TopicImage,
  old: PartitionRegistration | null,
  next: PartitionRegistration,
): MetadataImage {
  const topics = image.topics.slice();
  topics[topicIndex(image, topic.name)] = topic;
  const leaderless = image.leaderless + Number(isLeaderless(next)) - Number(old !== null && isLeaderless(old));
  const imbalanced = image.imbalanced + Number(isImbalanced(next)) - Number(old !== null && isImbalanced(old));
  return { ...image, topics, leaderless, imbalanced };
}
