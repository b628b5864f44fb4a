import { withLast } from '../../lib/lists.ts';
import { assert } from '../../lib/assert.ts';
import type { FetchPartition, FetchRequest } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { PartitionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { cachedPartition } from './metadata-cache.ts';
import { FREE_CHANNEL, type Channel, type FetchSession, type SessionPartition } from './state.ts';
import { endIdling, unwatch, withSession } from './watch.ts';

/*
 * Incremental fetch sessions (KIP-227; kafka.server.FetchSession). Both sides remember the partitions of a session and what was
 * last said about each, so that an idle partition is not mentioned, and here not even looked at.
 */

/** FetchMetadata.INITIAL_EPOCH: a full fetch that asks for a session. */
export const INITIAL_EPOCH = 0;
/** FetchMetadata.FINAL_EPOCH: a full fetch without a session. */
export const FINAL_EPOCH = -1;
const LARGEST_ID = 2147483647;

/** The epoch after one (FetchMetadata.nextEpoch). */
export function nextEpoch(epoch: number): number {
  if (epoch < 0) return FINAL_EPOCH;
  return epoch === LARGEST_ID ? 1 : epoch + 1;
}

/** Begins a session with the partitions of a full fetch; one that the connection had before ends. */
export function openSession(d: BrokerDraft, slot: number, request: FetchRequest): FetchSession {
  endSession(d, slot);
  const partitions: SessionPartition[] = [];
  let rank = 0;
  for (const { topic, partitions: asked } of request.topics) {
    for (const partition of asked) {
      const id = d.turn.partitionId(topic, partition.partition);
      partitions.push(cached(d, id, topic, partition, rank));
      rank += 1;
    }
  }
  partitions.sort((a, b) => a.id - b.id);
  const session: FetchSession = {
    id: request.sessionEpoch === FINAL_EPOCH ? 0 : d.turn.draw(LARGEST_ID - 1) + 1,
    epoch: nextEpoch(INITIAL_EPOCH),
    replicaId: request.replicaId,
    partitions,
    dirty: partitions.map((partition) => partition.id),
    nextRank: rank,
    lastFetchTime: d.turn.now,
  };
  keepSession(d, slot, session);
  return session;
}

/** Does an incremental fetch go on where the session is, and in its way? */
export function checkSession(session: FetchSession | null, request: FetchRequest): ErrorCode {
  if (session === null || session.id !== request.sessionId || session.id === 0) return 'FETCH_SESSION_ID_NOT_FOUND';
  if (session.epoch !== request.sessionEpoch) return 'INVALID_FETCH_SESSION_EPOCH';
  return mixes(session, request) ? 'FETCH_SESSION_TOPIC_ID_ERROR' : 'NONE';
}

/** A session names its topics by their ids from its first request to its last, or never (FetchSession.usesTopicIds). */
function mixes(session: FetchSession, request: FetchRequest): boolean {
  const known = session.partitions[0]?.request;
  const asked = request.topics[0]?.partitions[0];
  if (known === undefined || asked === undefined) return false;
  return ((known.topicId ?? '') === '') !== ((asked.topicId ?? '') === '');
}

/**
 * Does this broker know a topic of that id (MetadataCache.topicIdsToNames)? One that has been told to keep a copy of it does.
 * @param topicId empty or missing: it is asked for by its name
 */
export function isNamed(d: BrokerDraft, id: PartitionId, topicId = ''): boolean {
  if (topicId === '' || d.replica(id)?.topicId === topicId) return true;
  return cachedPartition(d.base.metadata, id)?.topicId === topicId;
}

/**
 * Takes the changes of an incremental fetch into its session (FetchSession.update). A topic that was made anew takes the place of the
 * one that had its name: clients forget that one in the same request (FetchSessionHandler, `toReplace`).
 * @returns the session, in its next epoch; what was mentioned is dirty
 */
export function updateSession(d: BrokerDraft, slot: number, before: FetchSession, request: FetchRequest): FetchSession {
  let { partitions, dirty, nextRank } = before;
  for (const { topic, partitions: asked } of request.topics) {
    for (const partition of asked) {
      const id = d.turn.partitionId(topic, partition.partition);
      const at = indexIn(partitions, id);
      const known = partitions[at];
      // One copy, however many are mentioned.
      const next = (partitions === before.partitions ? partitions.slice() : partitions) as SessionPartition[];
      const there = known !== undefined && known.id === id;
      if (there && known.request.topicId === partition.topicId) next[at] = asking(known, partition);
      else {
        next.splice(at, there ? 1 : 0, cached(d, id, topic, partition, nextRank));
        nextRank += 1;
      }
      partitions = next;
      if (!dirty.includes(id)) {
        endIdling(d, id, before);
        dirty = withLast(dirty, id);
      }
    }
  }
  for (const { topic, topicId, partitions: forgotten } of request.forgottenTopicsData) {
    for (const index of forgotten) {
      const id = d.turn.partitionId(topic, index);
      const known = partitions[indexIn(partitions, id)];
      if (topicId !== undefined && known?.id === id && (known.request.topicId ?? '') !== topicId) continue;
      unwatch(d, id, slot, before);
      partitions = partitions.filter((partition) => partition.id !== id);
      dirty = dirty.filter((other) => other !== id);
    }
  }
  return {
    id: before.id,
    epoch: nextEpoch(before.epoch),
    replicaId: before.replicaId,
    partitions,
    dirty,
    nextRank,
    lastFetchTime: d.turn.now,
  };
}

/** Ends the session of a channel, which is free then. */
export function closeSession(d: BrokerDraft, slot: number): void {
  endSession(d, slot);
  d.setChannel(slot, FREE_CHANNEL);
}

/** Nobody is told of changes for the session any more. */
function endSession(d: BrokerDraft, slot: number): void {
  const { session } = d.channel(slot) as Channel;
  if (session === null) return;
  for (const { id } of session.partitions) unwatch(d, id, slot, session);
  keepSession(d, slot, null);
}

export function keepSession(d: BrokerDraft, slot: number, session: FetchSession | null): void {
  d.setChannel(slot, withSession(d.channel(slot) as Channel, session));
}

/** Index of the first partition whose id is not smaller. */
export function indexIn(partitions: readonly SessionPartition[], id: PartitionId): number {
  let low = 0;
  let high = partitions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((partitions[middle] as SessionPartition).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The cached partition of that id, which must be there. */
export function cachedIn(partitions: readonly SessionPartition[], id: PartitionId): SessionPartition {
  const found = partitions[indexIn(partitions, id)];
  assert(found !== undefined && found.id === id, 'a dirty partition must be part of its session');
  return found;
}

function cached(
  d: BrokerDraft,
  id: PartitionId,
  topic: string,
  request: FetchPartition,
  rank: number,
): SessionPartition {
  const named = isNamed(d, id, request.topicId);
  return { id, topic, named, request, toldHighWatermark: -1, toldLogStartOffset: -1, rank };
}

function asking(known: SessionPartition, request: FetchPartition): SessionPartition {
  return {
    id: known.id,
    topic: known.topic,
    named: known.named,
    request,
    toldHighWatermark: known.toldHighWatermark,
    toldLogStartOffset: known.toldLogStartOffset,
    rank: known.rank,
  };
}
