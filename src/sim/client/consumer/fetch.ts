import { MS } from '../../time.ts';
import type { FetchPartition, FetchRequest } from '../../protocol/client.ts';
import { canSend, isReady, sendOn } from '../network/connect.ts';
import { leaderOf } from '../network/metadata-update.ts';
import { channelAt, wakeAt } from '../network/work.ts';
import { endLeases } from './preferred-replica.ts';
import type { AssignedPartition, FetchSource } from './state.ts';
import { indexOf, partitionAt, setPartition, setSource, sourceAt, type ConsumerWork } from './work.ts';

type MutableTopics = { topic: string; partitions: FetchPartition[] }[];

/**
 * AbstractFetch.prepareFetchRequests: to each broker that leads something to be read, at most one Fetch at a time. The session
 * (KIP-227, FetchSessionHandler) is told only what has changed since its last request: new positions, and partitions that are not
 * to be read for now because they are paused or have records waiting.
 */
export function sendFetches(work: ConsumerWork): void {
  if (work.state.preferred.length > 0) endLeases(work);
  for (let peer = 0; peer < work.state.sources.length; peer++) {
    const source = sourceAt(work, peer);
    if (!source.busy && source.partitions.length > 0 && hasFetchable(work, source)) sendFetch(work, peer, source);
  }
}

function hasFetchable(work: ConsumerWork, source: FetchSource): boolean {
  for (const index of source.partitions) if (isFetchable(work, partitionAt(work, index))) return true;
  return false;
}

/** SubscriptionState.isFetchable, and nothing of it waits to be returned by poll(). */
function isFetchable({ state, turn }: ConsumerWork, partition: AssignedPartition): boolean {
  const { group } = state;
  if (
    state.paused ||
    partition.position === null ||
    partition.resetting ||
    partition.validating ||
    partition.buffered.length > 0 ||
    (group !== null && (group.revoking || (group.withheld.length > 0 && group.withheld.includes(partition.id))))
  )
    return false;
  if (partition.retryAt <= turn.now) return true;
  wakeAt(turn, partition.retryAt);
  return false;
}

function sendFetch(work: ConsumerWork, peer: number, source: FetchSource): void {
  const { net, turn, state } = work;
  if (!isReady(net, peer)) {
    const { status, notBefore } = channelAt(net, peer);
    if (status === 'disconnected') wakeAt(turn, notBefore);
    return;
  }
  if (!canSend(net, peer)) return;
  const { settings } = state;
  const topics: MutableTopics = [];
  const forgotten: { topic: string; partitions: number[] }[] = [];
  for (const index of source.partitions) announce(work, index, source.sessionEpoch === 0, topics, forgotten);
  if (source.sessionEpoch !== 0) {
    for (const id of source.moved) {
      // One that has come back and is asked for in this request stays in the session.
      const index = indexOf(work, id);
      if (index >= 0 && partitionAt(work, index).source === peer && partitionAt(work, index).told >= 0) continue;
      const { topic, partition } = turn.partitionName(id);
      forget(forgotten, topic, partition);
    }
  }
  const request: FetchRequest = {
    type: 'FetchRequest',
    replicaId: -1,
    maxWaitMs: Math.floor(settings.fetchMaxWait / MS),
    minBytes: settings.fetchMinBytes,
    maxBytes: settings.fetchMaxBytes,
    isolationLevel: settings.isolation,
    sessionId: source.sessionId,
    sessionEpoch: settings.fetchSessions ? source.sessionEpoch : NO_SESSION,
    topics,
    forgottenTopicsData: forgotten,
    rackId: settings.rack,
  };
  sendOn(net, peer, request, turn.cause);
  setSource(work, peer, {
    busy: true,
    sessionId: source.sessionId,
    sessionEpoch: source.sessionEpoch,
    partitions: source.partitions,
    moved: NOTHING,
  });
}

const NOTHING: readonly number[] = [];
/** FetchMetadata.FINAL_EPOCH: of all partitions, and nothing is to be remembered. Versions before 7 say the same by saying nothing. */
const NO_SESSION = -1;

/** Puts into the request what the session does not know of this partition yet. */
function announce(
  work: ConsumerWork,
  index: number,
  full: boolean,
  topics: MutableTopics,
  forgotten: { topic: string; partitions: number[] }[],
): void {
  const partition = partitionAt(work, index);
  const inSession = !full && partition.told >= 0;
  if (!isFetchable(work, partition)) {
    if (inSession) {
      const { topic, partition: number } = work.turn.partitionName(partition.id);
      forget(forgotten, topic, number);
    }
    if (partition.told >= 0) setPartition(work, index, told(partition, -1, -1));
    return;
  }
  const position = partition.position as number;
  if (inSession && partition.told === position && partition.toldEpoch === partition.leaderEpoch) return;
  const { topic, partition: number } = work.turn.partitionName(partition.id);
  const entry: FetchPartition = {
    topicId: leaderOf(work.net, partition.id)?.topicId ?? '',
    partition: number,
    currentLeaderEpoch: partition.leaderEpoch,
    fetchOffset: position,
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    partitionMaxBytes: work.state.settings.maxPartitionFetchBytes,
  };
  const last = topics[topics.length - 1];
  const known = last?.topic === topic ? last : topics.find((other) => other.topic === topic);
  if (known === undefined) topics.push({ topic, partitions: [entry] });
  else known.partitions.push(entry);
  setPartition(work, index, told(partition, position, partition.leaderEpoch));
}

function forget(forgotten: { topic: string; partitions: number[] }[], topic: string, partition: number): void {
  const known = forgotten.find((other) => other.topic === topic);
  if (known === undefined) forgotten.push({ topic, partitions: [partition] });
  else known.partitions.push(partition);
}

/** Field by field: this is on the path of every fetch. */
function told(partition: AssignedPartition, offset: number, epoch: number): AssignedPartition {
  return {
    id: partition.id,
    position: partition.position,
    positionEpoch: partition.positionEpoch,
    highWatermark: partition.highWatermark,
    buffered: partition.buffered,
    resetting: partition.resetting,
    resetTo: partition.resetTo,
    sought: partition.sought,
    validating: partition.validating,
    retryAt: partition.retryAt,
    source: partition.source,
    leaderEpoch: partition.leaderEpoch,
    told: offset,
    toldEpoch: epoch,
  };
}
