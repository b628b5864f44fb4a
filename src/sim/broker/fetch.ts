import type { FetchRequest } from '../protocol/client.ts';
import { fromMs } from '../time.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../world.ts';
import { channelSlotOf, findChannel, park } from './channels.ts';
import type { BrokerDraft } from './draft.ts';
import { answerFetch, quieten } from './fetch-response.ts';
import {
  cachedIn,
  checkSession,
  closeSession,
  INITIAL_EPOCH,
  keepSession,
  openSession,
  updateSession,
} from './fetch-session.ts';
import { readPartition, type PartitionRead } from './read-partition.ts';
import type { Channel, FetchSession, SessionPartition } from './state.ts';
import { watchedBy } from './watch.ts';

/** One partition of a session and what reading it came to. */
export interface SessionRead {
  readonly partition: SessionPartition;
  readonly read: PartitionRead;
}

export interface Reading {
  readonly reads: readonly SessionRead[];
  readonly bytes: number;
  /** An error or a diverging epoch is told at once. */
  readonly urgent: boolean;
  /** The refusal that is told; null: none. */
  readonly refusal: Seq | null;
}

/**
 * Reads for a consumer or a follower (KafkaApis.handleFetchRequest, ReplicaManager.fetchMessages). Answered at once when there
 * is enough, something to tell, or no time to wait; else parked until fetch.min.bytes are there or fetch.max.wait.ms have passed.
 */
export function handleFetch(d: BrokerDraft, connection: ConnectionId, peer: NodeId, request: FetchRequest): void {
  const full = request.sessionEpoch <= INITIAL_EPOCH;
  const slot = full ? channelSlotOf(d, connection, peer) : findChannel(d, connection);
  let session = d.channel(slot)?.session ?? null;
  if (full) session = openSession(d, slot, request);
  else {
    const errorCode = checkSession(session, request);
    if (errorCode !== 'NONE' || session === null) {
      d.turn.respond(connection, { type: 'FetchResponse', errorCode, sessionId: 0, responses: [] });
      return;
    }
    session = updateSession(d, slot, session, request);
    keepSession(d, slot, session);
    if (session.partitions.length === 0) {
      closeSession(d, slot);
      d.turn.respond(connection, { type: 'FetchResponse', errorCode: 'NONE', sessionId: 0, responses: [] });
      return;
    }
  }
  const reading = readSession(d, slot, session, request, full, true);
  const empty = session.partitions.length === 0;
  if (request.maxWaitMs <= 0 || empty || reading.bytes >= request.minBytes || reading.urgent) {
    answerFetch(d, slot, reading, full, d.turn.cause);
    return;
  }
  quieten(d, slot, reading);
  d.turn.emit('FetchParked', { broker: d.base.brokerId, from: peer });
  const deadline = d.turn.now + fromMs(request.maxWaitMs);
  park(d, slot, { kind: 'fetch', request, deadline, cause: d.turn.cause, full });
}

/**
 * Reads the partitions of a session that may have something for it: those that are dirty, and all of them for a full fetch.
 * @param takeNote see {@link readPartition}
 */
export function readSession(
  d: BrokerDraft,
  slot: number,
  session: FetchSession,
  request: FetchRequest,
  full: boolean,
  takeNote: boolean,
): Reading {
  const asked = full ? session.partitions.slice().sort((a, b) => a.rank - b.rank) : dirtyByRank(session);
  let reads: SessionRead[] = NO_READS;
  let bytes = 0;
  let urgent = false;
  let refusal: Seq | null = null;
  let limit = request.maxBytes;
  for (const partition of asked) {
    if (takeNote) watch(d, slot, session, partition);
    // The first records of an answer come even if they are larger than any limit.
    const read = readPartition(d, partition, request, limit, bytes === 0, takeNote);
    if (read.error !== 'NONE') {
      urgent = true;
      const { error } = read;
      const from = (d.channel(slot) as Channel).peer;
      refusal = d.turn.emit('FetchRefused', { partition: partition.id, broker: d.base.brokerId, from, error });
    }
    if (read.diverging !== null || read.preferred >= 0) urgent = true;
    bytes += read.sizeInBytes;
    limit = Math.max(0, limit - read.sizeInBytes);
    if (reads === NO_READS) reads = [{ partition, read }];
    else reads.push({ partition, read });
  }
  return { reads, bytes, urgent, refusal };
}

const NO_READS: SessionRead[] = [];
const NOBODY: readonly SessionPartition[] = [];

/** The dirty partitions of a session, longest not served first: few, nearly in order, and asked for at every fetch. */
function dirtyByRank({ partitions, dirty }: FetchSession): readonly SessionPartition[] {
  if (dirty.length === 0) return NOBODY;
  if (dirty.length === 1) return [cachedIn(partitions, dirty[0] as PartitionId)];
  const asked: SessionPartition[] = [];
  for (const id of dirty) {
    const partition = cachedIn(partitions, id);
    let at = asked.length;
    asked.push(partition);
    for (; at > 0 && (asked[at - 1] as SessionPartition).rank > partition.rank; at--)
      asked[at] = asked[at - 1] as SessionPartition;
    asked[at] = partition;
  }
  return asked;
}

/** Makes the partition's replica, if there is one, tell this session of its changes. */
function watch(d: BrokerDraft, slot: number, session: FetchSession, partition: SessionPartition): void {
  const replica = d.replica(partition.id);
  if (replica === null) return;
  const watched = watchedBy(replica, slot, session.replicaId);
  if (watched !== replica) d.setReplica(watched);
}
