import type { TopicMetadata } from '../network/state.ts';
import type { Turn } from '../../turn.ts';

/** Bounds of a draw that Java makes with nextInt() and then strips of its sign. */
const ANY = 0x80000000;

/**
 * Has enough gone to this partition (BuiltInPartitioner.updatePartitionInfo)? Once batch.size bytes have, the producer moves
 * on, but not while that leaves a batch unfinished; twice batch.size always moves it on.
 * @param producedBytes bytes appended since this partition was chosen, headers of batches included
 * @param switchAllowed the partition's last batch is full, or there is none
 */
export function isStickyDone(producedBytes: number, batchSize: number, switchAllowed: boolean): boolean {
  return (producedBytes >= batchSize && switchAllowed) || producedBytes >= batchSize * 2;
}

/** Any partition that has a leader; any partition when none has. */
export function uniformPartition(topic: TopicMetadata, random: number): number {
  const { available, partitions } = topic;
  return available.length > 0 ? (available[random % available.length] as number) : random % partitions.length;
}

/** Kafka 2.4 to 3.2 (StickyPartitionCache.nextPartition): another partition than the last, among those with a leader. */
export function nextAfter(topic: TopicMetadata, last: number, turn: Turn): number {
  const { available } = topic;
  if (available.length === 0) return uniformPartition(topic, turn.draw(ANY));
  if (available.length === 1) return available[0] as number;
  for (;;) {
    const next = available[turn.draw(ANY) % available.length] as number;
    if (next !== last) return next;
  }
}

/** librdkafka (rd_kafka_msg_partitioner_random): any partition, and if that one has no leader, any again. */
export function anyPartition(topic: TopicMetadata, turn: Turn): number {
  const count = topic.partitions.length;
  const first = turn.draw(count);
  return topic.available.includes(first) ? first : turn.draw(count);
}

/** A random integer as BuiltInPartitioner draws it. */
export function anyRandom(turn: Turn): number {
  return turn.draw(ANY);
}
