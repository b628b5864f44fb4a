import { cachedPartition, cachedTopic } from '../../broker/metadata-cache.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { TopicItem } from './task.ts';

/** Has this broker heard of a leader for every partition of the topic (DelayedCreatePartitions)? */
export function isLed(broker: BrokerState, { name, assignment }: TopicItem): boolean {
  const topic = cachedTopic(broker.metadata, name);
  if (topic === null || topic.partitions.length < assignment.length) return false;
  return topic.partitions.every((id) => (cachedPartition(broker.metadata, id)?.leader ?? -1) >= 0);
}

/** Is there nothing left to wait for? Topics that have failed are not waited for. */
export function topicsAreLed(broker: BrokerState, items: readonly TopicItem[]): boolean {
  return items.every((item) => item.error !== 'NONE' || isLed(broker, item));
}

/** What each topic is told at the end: its error, or REQUEST_TIMED_OUT where leaders are missing still. */
export function concluded(broker: BrokerState, items: readonly TopicItem[], timeoutMs: number): readonly TopicItem[] {
  return items.map((item) =>
    item.error === 'NONE' && (timeoutMs <= 0 || !isLed(broker, item)) ? { ...item, error: 'REQUEST_TIMED_OUT' } : item,
  );
}

/** The items that nothing has gone wrong with. */
export function sound(items: readonly TopicItem[]): readonly TopicItem[] {
  return items.filter((item) => item.error === 'NONE');
}
