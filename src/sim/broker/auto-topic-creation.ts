import type { MetadataResponse } from '../protocol/client.ts';
import type { CreateTopicsRequest, CreateTopicsResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { toMs } from '../time.ts';
import { askController } from './controller-channel.ts';
import type { BrokerDraft } from './draft.ts';
import { creatableTopic } from './internal-topics.ts';
import { isInternalTopic, isValidTopicName, ZERO_UUID } from './topic-name.ts';

type MetadataTopic = MetadataResponse['topics'][number];

/**
 * Has the topics created that a client asked about (kafka.server.AutoTopicCreationManager), with num.partitions and
 * default.replication.factor. The controller creates them; the client meanwhile hears LEADER_NOT_AVAILABLE and asks again.
 * Topics that the operator is about to create (the scenario's own) are left to it.
 */
export function createForMetadata(d: BrokerDraft, names: readonly string[]): readonly MetadataTopic[] {
  const { config, metadata, creatingTopics } = d.base;
  const creatable = (name: string): ErrorCode => {
    if (!isValidTopicName(name)) return 'INVALID_TOPIC_EXCEPTION';
    const enough = metadata.liveBrokers.length >= creatableTopic(d, name).replicationFactor;
    return enough ? 'LEADER_NOT_AVAILABLE' : 'INVALID_REPLICATION_FACTOR';
  };
  const topics = names.map((name) => ({ name, errorCode: creatable(name) }));
  const underWay = [...creatingTopics, ...d.turn.setup.announcedTopics];
  const asked = topics.filter(
    ({ name, errorCode }) => errorCode === 'LEADER_NOT_AVAILABLE' && !underWay.includes(name),
  );
  if (asked.length > 0) {
    d.set({ creatingTopics: [...creatingTopics, ...asked.map(({ name }) => name)] });
    const request: CreateTopicsRequest = {
      type: 'CreateTopicsRequest',
      topics: asked.map(({ name }) => creatableTopic(d, name)),
      timeoutMs: toMs(config.requestTimeout),
    };
    askController(d, 'forwarding', request, d.turn.cause);
  }
  return topics.map(({ name, errorCode }) => ({
    errorCode,
    name,
    topicId: ZERO_UUID,
    isInternal: isInternalTopic(name),
    partitions: [],
  }));
}

/** The controller has answered: a topic that could not be created is asked for again when a client does. */
export function topicsCreated(d: BrokerDraft, response: CreateTopicsResponse): void {
  const answered = (name: string): boolean => response.topics.some((topic) => topic.name === name);
  d.set({ creatingTopics: d.base.creatingTopics.filter((name) => !answered(name)) });
}
