import type { Turn } from '../turn.ts';
import type { PartitionId } from '../world.ts';

/** An UUID of zeros, as Kafka prints it: no topic has it (org.apache.kafka.common.Uuid.ZERO_UUID). */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

const MAX_LENGTH = 249;
const LEGAL = /^[a-zA-Z0-9._-]+$/;

/** May a topic be called so (org.apache.kafka.common.internals.Topic.validate)? */
export function isValidTopicName(name: string): boolean {
  return name !== '.' && name !== '..' && name.length <= MAX_LENGTH && LEGAL.test(name);
}

/** Is it a partition of one of Kafka's own topics? Asked at every append: most names are told apart by their first character. */
export function isInternal(turn: Turn, id: PartitionId): boolean {
  const { topic } = turn.partitionName(id);
  return topic.charCodeAt(0) === UNDERSCORE && isInternalTopic(topic);
}

const UNDERSCORE = 95;

/** Kafka's own topics (Topic.INTERNAL_TOPICS). */
export function isInternalTopic(name: string): boolean {
  return name === '__consumer_offsets' || name === '__transaction_state';
}
