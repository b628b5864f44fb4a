import { assert } from '../../lib/assert.ts';
import type { FetchPartition, FetchRequest } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { PartitionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
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
      partitions.push(cached(id, topic, partition, rank));
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

/** Does an incremental fetch go on where the session is? */
export function checkSession(session: FetchSession | null, request: FetchRequest): ErrorCode {
  if (session === null || session.id !== request.sessionId || session.id === 0) return 'FETCH_SESSION_ID_NOT_FOUND';
  return session.epoch === request.sessionEpoch ? 'NONE' : 'INVALID_FETCH_SESSION_EPOCH';
}

/**
 * Takes the changes of an incremental fetch into its session (FetchSession.update).
 * @returns the session, in its next epoch; what was mentioned is dirty
 */
export function updateSession(d: BrokerDraft, slot: number, before: FetchSession, request: FetchRequest): FetchSession {
  let { partitions, dirty, nextRank } = before;
  for (const { topic, partitions: asked } of request.topics) {
    for (const partition of asked) {
      const id = d.turn.partitionId(topic, partition.partition);
      const at = indexIn(partitions, id);
      const known = partitions[at];
      const next = partitions.slice();
      if (known !== undefined && known.id === id) next[at] = asking(known, partition);
      else {
        next.splice(at, 0, cached(id, topic, partition, nextRank));
        nextRank += 1;
      }
      partitions = next;
      if (!dirty.includes(id)) {
        endIdling(d, id, before);
        dirty = [...dirty, id];
      }
    }
  }
  for (const { topic, partitions: forgotten } of request.forgottenTopicsData) {
    for (const index of forgotten) {
      const id = d.turn.partitionId(topic, index);
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

function cached(id: PartitionId, topic: string, request: FetchPartition, rank: number): SessionPartition {
  return { id, topic, request, toldHighWatermark: -1, toldLogStartOffset: -1, rank };
}

function asking(known: SessionPartition, request: FetchPartition): SessionPartition {
  return {
    id: known.id,
    topic: known.topic,
    request,
    toldHighWatermark: known.toldHighWatermark,
    toldLogStartOffset: known.toldLogStartOffset,
    rank: known.rank,
  };
}
