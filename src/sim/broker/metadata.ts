import type { MetadataPartition, MetadataRequest, MetadataResponse } from '../protocol/client.ts';
import type { UpdateMetadataPartition } from '../protocol/cluster.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import { createForMetadata } from './auto-topic-creation.ts';
import type { BrokerDraft } from './draft.ts';
import { cachedPartition, cachedTopic, isAlive } from './metadata-cache.ts';
import type { CachedTopic } from './state.ts';
import { isInternalTopic, isValidTopicName, ZERO_UUID } from './topic-name.ts';

type MetadataTopic = MetadataResponse['topics'][number];

/** Where brokers listen. */
const PORT = 9092;

/**
 * Tells a client who is alive, who is the controller and who leads what, as this broker believes (KafkaApis.handleTopicMetadataRequest).
 * A topic that nobody knows is created if both sides allow it; the client hears of it when it asks again.
 */
export function handleMetadata(d: BrokerDraft, connection: ConnectionId, request: MetadataRequest): void {
  const { metadata } = d.base;
  const topics: MetadataTopic[] = [];
  if (request.topics === null) for (const topic of metadata.topics) topics.push(known(d, topic));
  else {
    const missing: string[] = [];
    for (const name of request.topics) {
      const topic = cachedTopic(metadata, name);
      if (topic !== null) topics.push(known(d, topic));
      else if (!missing.includes(name)) missing.push(name);
    }
    const creates = d.base.config.autoCreateTopics && request.allowAutoTopicCreation;
    if (missing.length > 0) topics.push(...(creates ? createForMetadata(d, missing) : missing.map(unknown)));
  }
  d.turn.respond(connection, {
    type: 'MetadataResponse',
    brokers: metadata.liveBrokers.map(({ id, rack }) => ({ nodeId: id, host: hostOf(d, id), port: PORT, rack })),
    controllerId: controllerTold(d),
    topics,
  });
}

/**
 * In KRaft mode clients never see the controllers: a broker that is alive is named, another each time, and it will forward what is
 * for the controller (KIP-590; KRaftMetadataCache.getRandomAliveBroker).
 */
function controllerTold(d: BrokerDraft): number {
  const { controllerId, liveBrokers } = d.base.metadata;
  if (d.base.kraft === null) return controllerId;
  return liveBrokers.length === 0 ? -1 : (liveBrokers[d.turn.draw(liveBrokers.length)] as { id: number }).id;
}

function hostOf(d: BrokerDraft, brokerId: number): string {
  return d.turn.nameOf(d.turn.setup.nodeOfBroker[brokerId] as number);
}

function known(d: BrokerDraft, topic: CachedTopic): MetadataTopic {
  const partitions: MetadataPartition[] = [];
  for (const id of topic.partitions) partitions.push(partitionOf(d, id));
  const { name } = topic;
  const [first] = topic.partitions;
  const state = first === undefined ? null : cachedPartition(d.base.metadata, first);
  const topicId = state?.topicId ?? ZERO_UUID;
  return { errorCode: 'NONE', name, topicId, isInternal: isInternalTopic(name), partitions };
}

/** A leader that is not alive is not named (ZkMetadataCache.getPartitionMetadata). */
function partitionOf(d: BrokerDraft, id: PartitionId): MetadataPartition {
  const state = cachedPartition(d.base.metadata, id);
  const { partition } = d.turn.partitionName(id);
  const alive = state !== null && isAlive(d.base.metadata, state.leader);
  return {
    errorCode: alive ? 'NONE' : 'LEADER_NOT_AVAILABLE',
    partitionIndex: partition,
    leaderId: alive ? state.leader : -1,
    leaderEpoch: state?.leaderEpoch ?? -1,
    replicaNodes: state?.replicas ?? [],
    isrNodes: state?.isr ?? [],
    offlineReplicas: state === null ? [] : offlineOf(d, state),
  };
}

/** KRaft mode: those that are fenced or not registered (KRaftMetadataCache.getOfflineReplicas). The ZooKeeper-mode controller tells. */
function offlineOf(d: BrokerDraft, state: UpdateMetadataPartition): readonly number[] {
  if (d.base.kraft === null) return state.offlineReplicas;
  return state.replicas.filter((id) => !isAlive(d.base.metadata, id));
}

function unknown(name: string): MetadataTopic {
  const errorCode = isValidTopicName(name) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION';
  return { errorCode, name, topicId: ZERO_UUID, isInternal: isInternalTopic(name), partitions: [] };
}
