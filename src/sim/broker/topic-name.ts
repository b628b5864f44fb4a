/** An UUID of zeros, as Kafka prints it: no topic has it (org.apache.kafka.common.Uuid.ZERO_UUID). */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

const MAX_LENGTH = 249;
const LEGAL = /^[a-zA-Z0-9._-]+$/;

/** May a topic be called so (org.apache.kafka.common.internals.Topic.validate)? */
export function isValidTopicName(name: string): boolean {
  return name !== '.' && name !== '..' && name.length <= MAX_LENGTH && LEGAL.test(name);
}

/** Kafka's own topics (Topic.INTERNAL_TOPICS). */
export function isInternalTopic(name: string): boolean {
  return name === '__consumer_offsets' || name === '__transaction_state';
}
