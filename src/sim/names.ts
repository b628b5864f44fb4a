import { drawn, nextState, streamOf } from '../lib/rng.ts';
import type { Draft } from './draft.ts';
import type { PartitionId } from './world.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Gives a topic's partition its dense index. Partitions below it get theirs first, so indexes follow partition numbers. */
export function namePartition(draft: Draft, topic: string, partition: number): PartitionId {
  nameTopic(draft, topic);
  const ids = (draft.names.index[topic] ?? []).slice();
  const partitions = draft.names.partitions.slice();
  while (ids.length <= partition) {
    partitions.push({ topic, partition: ids.length });
    ids.push(partitions.length - 1);
  }
  draft.names = { topics: draft.names.topics, partitions, index: { ...draft.names.index, [topic]: ids } };
  return ids[partition] as PartitionId;
}

/** A topic's id, as Kafka prints an UUID: 22 characters of base64url (org.apache.kafka.common.Uuid). Same seed and name, same id. */
export function nameTopic(draft: Draft, topic: string): string {
  const known = draft.names.topics.find((named) => named.name === topic);
  if (known !== undefined) return known.topicId;
  const topicId = uuidOf(draft.setup.seed, topic);
  draft.names = { ...draft.names, topics: [...draft.names.topics, { name: topic, topicId }] };
  return topicId;
}

/**
 * The id of a topic that is being created: another one than that of an earlier topic of the same name, which has been deleted. The first gets
 * the id under which the name is known.
 */
export function nameNewTopic(draft: Draft, topic: string): string {
  nameTopic(draft, topic);
  const topics = draft.names.topics.map((named) => {
    if (named.name !== topic) return named;
    const created = (named.created ?? 0) + 1;
    const topicId = created === 1 ? named.topicId : uuidOf(draft.setup.seed, topic, created);
    return { name: topic, topicId, created };
  });
  draft.names = { ...draft.names, topics };
  return topics.find((named) => named.name === topic)?.topicId ?? '';
}

function uuidOf(seed: number, topic: string, created = 1): string {
  let state = created === 1 ? streamOf(seed, topic.length) : streamOf(seed, topic.length, created);
  for (let i = 0; i < topic.length; i++) state = streamOf(state, topic.charCodeAt(i));
  let text = '';
  for (let i = 0; i < 22; i++) {
    text += BASE64URL.charAt(drawn(state, i === 21 ? 4 : 64) * (i === 21 ? 16 : 1));
    state = nextState(state);
  }
  return text;
}
