import type { MetadataResponse } from '../protocol/client.ts';
import type { CreateTopicsRequest, CreateTopicsResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { toMs } from '../time.ts';
import { askController } from './controller-channel.ts';
import type { BrokerDraft } from './draft.ts';
import { creatableTopic } from './internal-topics.ts';
import { cachedTopic } from './metadata-cache.ts';
import { isInternalTopic, isValidTopicName, ZERO_UUID } from './topic-name.ts';

/** What the client hears meanwhile (AutoTopicCreationManager's sendCreateTopicRequest, createTopicsInZk). */
const UNDER_WAY = { kraft: 'UNKNOWN_TOPIC_OR_PARTITION', zookeeper: 'LEADER_NOT_AVAILABLE' } as const;

type MetadataTopic = MetadataResponse['topics'][number];

/**
 * Has the topics created that a client asked about (kafka.server.AutoTopicCreationManager), with num.partitions and
 * default.replication.factor. The controller creates them; the client meanwhile hears that there is none yet, and asks again.
 * Topics that the operator is about to create (the scenario's own) are left to it, but once they are there they are like any other: a client
 * that still asks for one after it was deleted has it made again.
 */
export function createForMetadata(d: BrokerDraft, names: readonly string[]): readonly MetadataTopic[] {
  const { config, metadata, creatingTopics, awaitedTopics } = d.base;
  const enough = (name: string): boolean => metadata.liveBrokers.length >= creatableTopic(d, name).replicationFactor;
  // In KRaft mode the controller is asked, and nobody waits for what it says, also where it will refuse.
  const told = (name: string): ErrorCode => {
    if (!isValidTopicName(name)) return 'INVALID_TOPIC_EXCEPTION';
    if (d.base.kraft !== null) return UNDER_WAY.kraft;
    return enough(name) ? UNDER_WAY.zookeeper : 'INVALID_REPLICATION_FACTOR';
  };
  const underWay = [...creatingTopics, ...awaitedTopics];
  const asked = names.filter((name) => isValidTopicName(name) && enough(name) && !underWay.includes(name));
  if (asked.length > 0) {
    d.set({ creatingTopics: [...creatingTopics, ...asked] });
    const request: CreateTopicsRequest = {
      type: 'CreateTopicsRequest',
      topics: asked.map((name) => creatableTopic(d, name)),
      timeoutMs: toMs(config.requestTimeout),
    };
    askController(d, 'forwarding', request, d.turn.cause);
  }
  return names.map((name) => ({
    errorCode: told(name),
    name,
    topicId: ZERO_UUID,
    isInternal: isInternalTopic(name),
    partitions: [],
  }));
}

/** The metadata has changed: topics that were awaited may be there. */
export function topicsSeen(d: BrokerDraft): void {
  const { awaitedTopics, metadata } = d.base;
  if (awaitedTopics.length === 0) return;
  const left = awaitedTopics.filter((name) => cachedTopic(metadata, name) === null);
  if (left.length < awaitedTopics.length) d.set({ awaitedTopics: left });
}

/** The controller has answered: a topic that could not be created is asked for again when a client does. */
export function topicsCreated(d: BrokerDraft, response: CreateTopicsResponse): void {
  const answered = (name: string): boolean => response.topics.some((topic) => topic.name === name);
  d.set({ creatingTopics: d.base.creatingTopics.filter((name) => !answered(name)) });
}
