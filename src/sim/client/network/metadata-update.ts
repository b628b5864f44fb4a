import type { CurrentLeader, MetadataPartition, MetadataRequest, MetadataResponse } from '../../protocol/client.ts';
import { errorInfo } from '../../protocol/error-table.ts';
import type { Turn } from '../../turn.ts';
import type { PartitionId } from '../../world.ts';
import { setNotBefore } from './metadata-timing.ts';
import { peerOfBroker } from './peers.ts';
import type { ClientMetadata, KnownLeader, NetworkSettings, TopicMetadata } from './state.ts';
import type { NetworkWork } from './work.ts';

/** An UUID of zeros. */
const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const NO_PARTITIONS: readonly MetadataPartition[] = [];

/**
 * Takes in a Metadata response (Metadata.update). What it says of a partition with a smaller leader epoch than is known already
 * is ignored (KIP-320). Errors that newer metadata may clear make the client ask again.
 */
export function onMetadata(net: NetworkWork, request: MetadataRequest, response: MetadataResponse): void {
  const { state, turn } = net;
  state.metadataUnderWay = false;
  if (response.brokers.length === 0) {
    // A broker that has just started knows nothing yet; that counts as a failure.
    state.metadataFailures += 1;
    state.metadataWanted = true;
    setNotBefore(net);
    return;
  }
  const before = state.metadata;
  const live = response.brokers.slice().sort((a, b) => a.nodeId - b.nodeId);
  const brokers = live.map((broker) => broker.nodeId);
  const topics = response.topics.map((topic) => topicOf(turn, topic, before, state.settings));
  const changed =
    !sameNumbers(brokers, before.brokers) ||
    response.controllerId !== before.controllerId ||
    !sameTopics(topics, before.topics);
  state.metadata = {
    brokers,
    racks: live.map((broker) => broker.rack),
    controllerId: response.controllerId,
    topics,
    leaders: leadersOf(turn, topics, brokers, state.settings),
    receivedAt: turn.now,
    version: before.version + 1,
    forgotten: false,
  };
  state.metadataFailures = 0;
  state.metadataUnchanged = changed ? 0 : state.metadataUnchanged + 1;
  state.metadataWanted = response.topics.some(isUnsettled);
  setNotBefore(net);
  if ((request.topics?.length ?? state.topicsWanted.length) < state.topicsWanted.length) {
    // A topic was added while this request was under way.
    state.metadataWanted = true;
    state.metadataNotBefore = turn.now;
  }
  turn.emit('MetadataReceived', { brokers, topics: topics.map((topic) => topic.name) });
}

function topicOf(
  turn: Turn,
  topic: MetadataResponse['topics'][number],
  before: ClientMetadata,
  { leaderEpochs, topicIds }: NetworkSettings,
): TopicMetadata {
  const known = before.topics.find((old) => old.name === topic.name);
  // The epochs of a topic that was created again begin anew.
  const another = topicIds && topic.topicId !== '' && topic.topicId !== known?.topicId;
  const epochs = leaderEpochs && !another;
  const listed =
    topic.errorCode === 'NONE'
      ? topic.partitions.slice().sort((a, b) => a.partitionIndex - b.partitionIndex)
      : NO_PARTITIONS;
  const partitions = listed.map((partition) => newer(partition, partitionOf(known, partition.partitionIndex), epochs));
  return {
    name: topic.name,
    topicId: topic.topicId,
    error: topic.errorCode,
    partitions,
    ids: partitions.map((partition) => turn.partitionId(topic.name, partition.partitionIndex)),
    available: partitions.filter((partition) => partition.leaderId >= 0).map((partition) => partition.partitionIndex),
  };
}

/** A broker that is behind may leave partitions out: what is at a place in the list need not have that number. */
function partitionOf(topic: TopicMetadata | undefined, index: number): MetadataPartition | undefined {
  const there = topic?.partitions[index];
  return there?.partitionIndex === index ? there : topic?.partitions.find((other) => other.partitionIndex === index);
}

function newer(partition: MetadataPartition, known: MetadataPartition | undefined, epochs: boolean): MetadataPartition {
  if (known === undefined) return partition;
  if (epochs && partition.leaderEpoch < known.leaderEpoch) return known;
  return samePartition(partition, known) ? known : partition;
}

function leadersOf(
  turn: Turn,
  topics: readonly TopicMetadata[],
  brokers: readonly number[],
  settings: NetworkSettings,
): readonly (KnownLeader | null)[] {
  const leaders: (KnownLeader | null)[] = [];
  const byId = settings.topicIds && turn.setup.era !== '2.8';
  for (const { topicId, partitions, ids } of topics) {
    const named = byId && topicId !== NO_ID ? topicId : '';
    partitions.forEach((partition, at) => {
      const id = ids[at] as PartitionId;
      while (leaders.length <= id) leaders.push(null);
      const alive = brokers.includes(partition.leaderId);
      leaders[id] = {
        peer: alive ? peerOfBroker(turn.setup, partition.leaderId) : -1,
        // Requests of who knows no epochs carry none, and no broker compares them.
        leaderEpoch: settings.leaderEpochs ? partition.leaderEpoch : -1,
        topicId: named,
      };
    });
  }
  return leaders;
}

function isUnsettled(topic: MetadataResponse['topics'][number]): boolean {
  if (errorInfo(topic.errorCode).invalidMetadata) return true;
  return (
    topic.errorCode === 'NONE' && topic.partitions.some((partition) => errorInfo(partition.errorCode).invalidMetadata)
  );
}

/**
 * A broker that is no longer the leader has named the new one (KIP-951, 3.7): taken when it is newer, and this client knows where to find it, or
 * is told (Metadata.updatePartitionLeadership).
 * @param endpoints the brokers whose addresses came with the answer
 * @returns true when the metadata now names another leader
 */
export function onLeaderDiscovered(
  net: NetworkWork,
  id: PartitionId,
  { leaderId, leaderEpoch }: CurrentLeader,
  endpoints: readonly number[],
): boolean {
  const { state, turn } = net;
  const { metadata, settings } = state;
  const known = metadata.leaders[id] ?? null;
  if (
    !settings.leaderDiscovery ||
    known === null ||
    leaderId < 0 ||
    leaderEpoch <= known.leaderEpoch ||
    !(metadata.brokers.includes(leaderId) || endpoints.includes(leaderId))
  )
    return false;
  const { topic, partition } = turn.partitionName(id);
  const leaders = metadata.leaders.slice();
  leaders[id] = { peer: peerOfBroker(turn.setup, leaderId), leaderEpoch, topicId: known.topicId };
  const topics = metadata.topics.map((old) => {
    if (old.name !== topic) return old;
    const partitions = old.partitions.map((p) =>
      p.partitionIndex === partition ? { ...p, leaderId, leaderEpoch } : p,
    );
    const available = partitions.filter((p) => p.leaderId >= 0).map((p) => p.partitionIndex);
    return { ...old, partitions, available };
  });
  const news = endpoints.filter((broker) => !metadata.brokers.includes(broker));
  const brokers = news.length === 0 ? metadata.brokers : [...metadata.brokers, ...news].sort((a, b) => a - b);
  const racks = brokers.map((broker) => metadata.racks[metadata.brokers.indexOf(broker)] ?? null);
  state.metadata = { ...metadata, brokers, racks, topics, leaders, version: metadata.version + 1 };
  return true;
}

/** The topic in the metadata; null when it is not there. */
export function topicNamed(net: NetworkWork, name: string): TopicMetadata | null {
  if (net.state.metadata.forgotten) return null;
  for (const topic of net.state.metadata.topics) if (topic.name === name) return topic;
  return null;
}

/** The leader of a partition; null when the client knows no such partition. */
export function leaderOf(net: NetworkWork, id: PartitionId): KnownLeader | null {
  const { leaders, forgotten } = net.state.metadata;
  return forgotten ? null : (leaders[id] ?? null);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i]);
}

function samePartition(a: MetadataPartition, b: MetadataPartition): boolean {
  return (
    a.leaderId === b.leaderId &&
    a.leaderEpoch === b.leaderEpoch &&
    a.errorCode === b.errorCode &&
    sameNumbers(a.isrNodes, b.isrNodes) &&
    sameNumbers(a.replicaNodes, b.replicaNodes) &&
    sameNumbers(a.offlineReplicas, b.offlineReplicas)
  );
}

function sameTopics(a: readonly TopicMetadata[], b: readonly TopicMetadata[]): boolean {
  return (
    a.length === b.length &&
    a.every((topic, i) => {
      const other = b[i] as TopicMetadata;
      return (
        topic.name === other.name &&
        topic.error === other.error &&
        topic.partitions.length === other.partitions.length &&
        topic.partitions.every((partition, p) => partition === other.partitions[p])
      );
    })
  );
}
