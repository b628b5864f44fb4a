import type { FetchPartition, FetchRequest } from '../protocol/client.ts';
import { fromMs, toMs, type Micros } from '../time.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { INITIAL_EPOCH, nextEpoch } from './fetch-session.ts';
import { delayPartitions, placeIn } from './fetchers.ts';
import { askForOffset } from './offset-reset.ts';
import type { FetcherPartition, ReplicaFetcher } from './state.ts';

/** replica.socket.timeout.ms: an answer must come within it (BrokerBlockingSender). */
export const SOCKET_TIMEOUT: Micros = fromMs(30_000);

/**
 * Lets a fetcher do what it can: connect, ask where to go on, fetch, or wait out an error (AbstractFetcherThread.doWork). One
 * request at a time, and the next as soon as the answer was dealt with.
 * @param cause what the next fetch is blamed on: its offsets acknowledge what was just written
 */
export function advanceFetcher(d: BrokerDraft, index: number, cause: Seq = d.turn.cause): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  if (fetcher.busy || (fetcher.partitions.length === 0 && fetcher.forgotten.length === 0)) return;
  if (fetcher.connection === null) {
    if (!hasReadyPartition(fetcher, d.turn.now)) {
      wakeAtEarliest(d, fetcher);
      return;
    }
    const node = d.turn.setup.nodeOfBroker[fetcher.leader] as number;
    d.setFetcher(index, { ...fetcher, connection: d.turn.connect(node), ready: false });
    return;
  }
  if (!fetcher.ready) return;
  if (fetcher.resetting.length > 0) askForOffset(d, index);
  else fetchNext(d, index, cause);
}

function hasReadyPartition(fetcher: ReplicaFetcher, now: Micros): boolean {
  if (fetcher.delayed.length === 0) return fetcher.partitions.length > 0;
  return fetcher.partitions.some((partition) => partition.delayedUntil <= now);
}

/** Sends the next Fetch; without anything to fetch, waits until a partition may be tried again. */
function fetchNext(d: BrokerDraft, index: number, cause: Seq): void {
  const request = buildFetch(d, index);
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  if (request === null) {
    wakeAtEarliest(d, fetcher);
    return;
  }
  d.turn.send(fetcher.connection as ConnectionId, request, { timeout: SOCKET_TIMEOUT, cause });
  d.openFetcher(index).busy = true;
}

function wakeAtEarliest(d: BrokerDraft, fetcher: ReplicaFetcher): void {
  let earliest: Micros | null = null;
  for (const id of fetcher.delayed) {
    const { delayedUntil } = fetcher.partitions[placeIn(fetcher, id)] as FetcherPartition;
    if (delayedUntil > d.turn.now && (earliest === null || delayedUntil < earliest)) earliest = delayedUntil;
  }
  if (earliest !== null) d.turn.setTimer(fetcher.timerSlot, earliest);
}

/**
 * The next request of the session: everything in a full one, else what changed since the leader was told
 * (FetchSessionHandler.Builder.build). Null when the session has no partitions and none to forget.
 */
function buildFetch(d: BrokerDraft, index: number): FetchRequest | null {
  const fetcher = d.openFetcher(index);
  const full = fetcher.sessionEpoch === INITIAL_EPOCH;
  const partitions = d.openFetcherPartitions(index);
  let topics: Asked = NOTHING_ASKED;
  let forgotten: Forgotten = NOTHING_FORGOTTEN;
  let inSession = full;
  if (!full) {
    for (const gone of fetcher.forgotten) {
      const { topic, partition } = d.turn.partitionName(gone.partition);
      forgotten = withForgotten(forgotten, topic, gone.told.topicId ?? '', partition);
    }
  }
  const count = full ? partitions.length : fetcher.changed.length;
  for (let i = 0; i < count; i++) {
    const at = full ? i : placeIn(fetcher, fetcher.changed[i] as PartitionId);
    const partition = partitions[at] as FetcherPartition;
    if (partition.delayedUntil > d.turn.now || fetcher.resetting.includes(partition.partition)) {
      const { topic, topicId, index: number } = partition;
      if (partition.told !== null && !full) forgotten = withForgotten(forgotten, topic, topicId, number);
      if (partition.told !== null) partitions[at] = { ...partition, told: null };
      continue;
    }
    const request = requestFor(d, partition);
    topics = withAsked(topics, partition.topic, request);
    partitions[at] = toldOf(partition, request);
    inSession = true;
  }
  const { delayed } = fetcher;
  if (delayed.length > 0) {
    fetcher.delayed = delayed.filter(
      (id) => (partitions[placeIn(fetcher, id)] as FetcherPartition).delayedUntil > d.turn.now,
    );
  }
  if (!full && topics.length === 0) inSession = partitions.some((partition) => partition.told !== null);
  else if (full) inSession = topics.length > 0;
  fetcher.changed = fetcher.delayed;
  fetcher.forgotten = NONE_FORGOTTEN;
  if (!inSession && forgotten.length === 0) return null;
  return {
    type: 'FetchRequest',
    replicaId: d.base.brokerId,
    replicaEpoch: d.base.kraft === null ? -1 : d.base.brokerEpoch,
    maxWaitMs: toMs(d.base.config.replicaFetchWaitMax),
    minBytes: d.base.config.replicaFetchMinBytes,
    maxBytes: d.base.config.replicaFetchResponseMaxBytes,
    isolationLevel: 'read_uncommitted',
    sessionId: fetcher.sessionId,
    sessionEpoch: fetcher.sessionEpoch,
    topics,
    forgottenTopicsData: forgotten,
    rackId: '',
  };
}

type Asked = { readonly topic: string; readonly partitions: FetchPartition[] }[];
type Forgotten = { readonly topic: string; readonly topicId: string; readonly partitions: number[] }[];

const NONE_FORGOTTEN: ReplicaFetcher['forgotten'] = [];
/** Shared: most requests forget nothing, and those of an idle session ask for nothing anew. */
const NOTHING_ASKED: Asked = [];
const NOTHING_FORGOTTEN: Forgotten = [];

function requestFor(d: BrokerDraft, partition: FetcherPartition): FetchPartition {
  return {
    topicId: partition.topicId,
    partition: partition.index,
    currentLeaderEpoch: partition.currentLeaderEpoch,
    fetchOffset: partition.fetchOffset,
    lastFetchedEpoch: partition.lastFetchedEpoch,
    logStartOffset: d.replica(partition.partition)?.log.logStartOffset ?? -1,
    partitionMaxBytes: d.base.config.replicaFetchMaxBytes,
  };
}

function toldOf(partition: FetcherPartition, told: FetchPartition): FetcherPartition {
  return {
    partition: partition.partition,
    topic: partition.topic,
    topicId: partition.topicId,
    index: partition.index,
    fetchOffset: partition.fetchOffset,
    currentLeaderEpoch: partition.currentLeaderEpoch,
    lastFetchedEpoch: partition.lastFetchedEpoch,
    delayedUntil: 0,
    told,
  };
}

/** Partitions of one topic follow one another. An array that begins with its first entry takes the room of one. */
function withAsked(topics: Asked, topic: string, partition: FetchPartition): Asked {
  const last = topics[topics.length - 1];
  if (last === undefined) return [{ topic, partitions: [partition] }];
  if (last.topic === topic) last.partitions.push(partition);
  else topics.push({ topic, partitions: [partition] });
  return topics;
}

function withForgotten(topics: Forgotten, topic: string, topicId: string, index: number): Forgotten {
  const last = topics[topics.length - 1];
  if (last === undefined) return [{ topic, topicId, partitions: [index] }];
  if (last.topic === topic && last.topicId === topicId) last.partitions.push(index);
  else topics.push({ topic, topicId, partitions: [index] });
  return topics;
}

/** The connection to the leader is there. */
export function fetcherConnected(d: BrokerDraft, index: number): void {
  d.setFetcher(index, { ...(d.fetchers[index] as ReplicaFetcher), ready: true });
  d.stir(index);
}

/** The connection to the leader is gone: every partition waits replica.fetch.backoff.ms, and the session is begun anew. */
export function fetcherDisconnected(d: BrokerDraft, index: number): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  d.setFetcher(index, {
    ...fetcher,
    connection: null,
    ready: false,
    busy: false,
    sessionEpoch: INITIAL_EPOCH,
    partitions: fetcher.partitions.map((partition) =>
      partition.told === null ? partition : { ...partition, told: null },
    ),
    forgotten: [],
    leaderEndOffset: -1,
  });
  delayPartitions(
    d,
    index,
    fetcher.partitions.map((partition) => partition.partition),
  );
  d.stir(index);
}

/** The session's epoch after an answer without error (FetchSessionHandler.handleResponse). */
export function epochAfter(fetcher: ReplicaFetcher, sessionId: number): number {
  return sessionId === 0 ? INITIAL_EPOCH : nextEpoch(fetcher.sessionEpoch);
}
