import { withLast, without } from '../../lib/lists.ts';
import { latestEpoch } from '../log/leader-epoch-cache.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { truncateReplica } from './follower-log.ts';
import type { FetcherPartition, Replica, ReplicaFetcher } from './state.ts';
import { fetcherSlot } from './timer-slots.ts';

/** Index of the fetcher for a leader, made now if there is none (AbstractFetcherManager, one fetcher for each leader). */
function fetcherFor(d: BrokerDraft, leader: number): number {
  const known = d.fetchers.findIndex((fetcher) => fetcher.leader === leader);
  if (known >= 0) return known;
  const index = d.fetchers.length;
  d.setFetcher(index, {
    leader,
    connection: null,
    ready: false,
    busy: false,
    sessionId: 0,
    sessionEpoch: 0,
    partitions: [],
    changed: [],
    forgotten: [],
    delayed: [],
    resetting: [],
    leaderEndOffset: -1,
    timerSlot: fetcherSlot(index),
  });
  return index;
}

/** Index of the fetcher that a connection belongs to; -1 when it belongs to none. */
export function fetcherOf(d: BrokerDraft, connection: ConnectionId): number {
  return d.fetcherConnections.indexOf(connection);
}

/** Where a fetcher keeps a partition; -1: it has not got it. */
export function placeIn(fetcher: ReplicaFetcher, id: PartitionId): number {
  const { partitions } = fetcher;
  let low = 0;
  let high = partitions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((partitions[middle] as FetcherPartition).partition < id) low = middle + 1;
    else high = middle;
  }
  const found = partitions[low];
  return found !== undefined && found.partition === id ? low : -1;
}

/**
 * Begins to fetch a partition from its leader. With epochs known a follower asks from the end of its log, and the leader says
 * where they part (KIP-595); a log without any is cut to its high watermark first (ReplicaManager.initialFetchOffset).
 */
export function addToFetcher(d: BrokerDraft, given: Replica): void {
  let replica = given;
  let epoch = latestEpoch(replica.log.epochs);
  if (epoch === null && replica.log.logEndOffset > replica.log.highWatermark) {
    replica = truncateReplica(d, replica, replica.log.highWatermark, d.turn.cause);
    epoch = latestEpoch(replica.log.epochs);
  }
  const index = fetcherFor(d, replica.leader);
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  const { topic, partition } = d.turn.partitionName(replica.partition);
  const topicId = d.turn.setup.era === '2.8' ? '' : replica.topicId;
  // Of a topic that has gone the leader's session is still to be told, though the name is fetched again.
  const isSame = (other: ReplicaFetcher['forgotten'][number]): boolean =>
    other.partition === replica.partition && other.told.topicId === topicId;
  const added: FetcherPartition = {
    partition: replica.partition,
    topic,
    topicId,
    index: partition,
    fetchOffset: replica.log.logEndOffset,
    currentLeaderEpoch: replica.leaderEpoch,
    lastFetchedEpoch: epoch ?? -1,
    delayedUntil: 0,
    // Fetched before in this session: an answer that is still to come counts, as long as the position is the same.
    told: fetcher.forgotten.find(isSame)?.told ?? null,
  };
  const others = fetcher.partitions.filter((other) => other.partition !== replica.partition);
  d.setFetcher(index, {
    ...fetcher,
    partitions: [...others, added].sort((a, b) => a.partition - b.partition),
    changed: including(fetcher.changed, replica.partition),
    forgotten: fetcher.forgotten.filter((other) => !isSame(other)),
  });
  d.stir(index);
}

/** Stops to fetch a partition, from whomever. A fetcher that has none left hangs up. */
export function removeFromFetchers(d: BrokerDraft, id: PartitionId): void {
  for (let index = 0; index < d.fetchers.length; index++) {
    const fetcher = d.fetchers[index] as ReplicaFetcher;
    const at = placeIn(fetcher, id);
    if (at < 0) continue;
    const gone = fetcher.partitions[at] as FetcherPartition;
    d.setFetcher(index, {
      ...fetcher,
      partitions: fetcher.partitions.filter((other) => other.partition !== id),
      changed: without(fetcher.changed, id),
      forgotten: gone.told === null ? fetcher.forgotten : [...fetcher.forgotten, { partition: id, told: gone.told }],
      delayed: without(fetcher.delayed, id),
      resetting: without(fetcher.resetting, id),
    });
    d.stir(index);
  }
}

/** Hangs up where nothing is fetched any more (AbstractFetcherManager.shutdownIdleFetcherThreads). */
export function shutDownIdleFetchers(d: BrokerDraft): void {
  for (let index = 0; index < d.fetchers.length; index++) {
    const fetcher = d.fetchers[index] as ReplicaFetcher;
    if (fetcher.partitions.length === 0 && fetcher.connection !== null) hangUp(d, index);
  }
}

/** Stops every fetcher. */
export function shutDownFetchers(d: BrokerDraft): void {
  for (let index = 0; index < d.fetchers.length; index++) {
    const fetcher = d.fetchers[index] as ReplicaFetcher;
    d.setFetcher(index, { ...fetcher, partitions: [], changed: [], delayed: [], resetting: [] });
    hangUp(d, index);
  }
}

function hangUp(d: BrokerDraft, index: number): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  if (fetcher.connection !== null) d.turn.close(fetcher.connection);
  d.turn.clearTimer(fetcher.timerSlot);
  d.setFetcher(index, {
    ...fetcher,
    connection: null,
    ready: false,
    busy: false,
    sessionId: 0,
    sessionEpoch: 0,
    forgotten: [],
    leaderEndOffset: -1,
  });
}

/** Lets partitions of a fetcher wait (replica.fetch.backoff.ms); those that wait already are left alone. */
export function delayPartitions(d: BrokerDraft, index: number, ids: readonly PartitionId[]): void {
  if (ids.length === 0) return;
  const until: Micros = d.turn.now + d.base.config.replicaFetchBackoff;
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  const partitions = fetcher.partitions.slice();
  let { changed, delayed } = fetcher;
  for (const id of ids) {
    const at = placeIn(fetcher, id);
    const before = partitions[at];
    if (before === undefined || before.delayedUntil > d.turn.now) continue;
    partitions[at] = { ...before, delayedUntil: until };
    delayed = including(delayed, id);
    changed = including(changed, id);
  }
  d.setFetcher(index, { ...fetcher, partitions, changed, delayed });
}

/** A new position of a partition in its fetcher. */
export function moveTo(
  d: BrokerDraft,
  index: number,
  id: PartitionId,
  fetchOffset: number,
  lastFetchedEpoch: number,
): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  const at = placeIn(fetcher, id);
  const before = fetcher.partitions[at];
  if (before === undefined) return;
  const partitions = fetcher.partitions.slice();
  partitions[at] = positioned(before, fetchOffset, lastFetchedEpoch);
  d.setFetcher(index, { ...fetcher, partitions, changed: including(fetcher.changed, id) });
}

export function positioned(before: FetcherPartition, fetchOffset: number, lastFetchedEpoch: number): FetcherPartition {
  return {
    partition: before.partition,
    topic: before.topic,
    topicId: before.topicId,
    index: before.index,
    fetchOffset,
    currentLeaderEpoch: before.currentLeaderEpoch,
    lastFetchedEpoch,
    delayedUntil: 0,
    told: before.told,
  };
}

export function including(ids: readonly PartitionId[], id: PartitionId): readonly PartitionId[] {
  return ids.includes(id) ? ids : withLast(ids, id);
}
