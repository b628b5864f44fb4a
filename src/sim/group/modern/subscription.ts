import type { CoordinatorRecord } from '../records.ts';
import type { GroupWork } from '../work.ts';
import { byCodeUnits } from './partitions.ts';
import type { ConsumerGroupMember } from './state.ts';

type Counts = Readonly<Record<string, number>>;

/** How many members subscribe to each topic when `old` has become `member` (ModernGroup.computeSubscribedTopicNames). */
export function topicsAfter(
  counts: Counts,
  old: ConsumerGroupMember | null,
  member: ConsumerGroupMember | null,
): Counts {
  const after: Record<string, number> = { ...counts };
  for (const topic of member?.subscribedTopicNames ?? []) after[topic] = (after[topic] ?? 0) + 1;
  for (const topic of old?.subscribedTopicNames ?? []) after[topic] = (after[topic] ?? 0) - 1;
  return Object.fromEntries(Object.entries(after).filter(([, count]) => count > 0));
}

/** Partition counts of those topics that are there (ModernGroup.computeSubscriptionMetadata); the topics in order. */
export function metadataOf(work: GroupWork, topics: Counts): Counts {
  const metadata: Record<string, number> = {};
  for (const topic of Object.keys(topics).sort(byCodeUnits)) {
    const count = work.partitionCount(topic);
    if (count > 0) metadata[topic] = count;
  }
  return metadata;
}

/**
 * Does the broker know other partition counts than the group? Kafka looks when topics of the group have changed in the broker's metadata, at the
 * group's next heartbeat (ModernGroup.requestMetadataRefresh); to look at each heartbeat comes to the same.
 */
export function isOutdated(work: GroupWork, topics: Counts, metadata: Counts): boolean {
  for (const topic of Object.keys(topics)) if (work.partitionCount(topic) !== (metadata[topic] ?? 0)) return true;
  return false;
}

export function sameMetadata(a: Counts, b: Counts): boolean {
  const topics = Object.keys(a);
  return topics.length === Object.keys(b).length && topics.every((topic) => a[topic] === b[topic]);
}

export function metadataRecordOf(group: string, metadata: Counts): CoordinatorRecord {
  const topics = Object.entries(metadata).map(([topicName, numPartitions]) => ({ topicName, numPartitions }));
  return { type: 'ConsumerGroupPartitionMetadata', key: { group }, value: { topics } };
}

export function groupEpochRecord(group: string, epoch: number): CoordinatorRecord {
  return { type: 'ConsumerGroupMetadata', key: { group }, value: { epoch } };
}
