import { bytesAvailable } from '../log/read.ts';
import type { Seq } from '../world.ts';
import { unpark } from './channels.ts';
import type { BrokerDraft } from './draft.ts';
import { answerFetch } from './fetch-response.ts';
import { cachedIn } from './fetch-session.ts';
import { readSession } from './fetch.ts';
import { divergence, readableEnd, replicaForFetch } from './read-partition.ts';
import type { Channel, FetchSession, ParkedFetch, SessionPartition } from './state.ts';

/** Answers a parked fetch if it has enough now, or something to be told at once (DelayedFetch.tryComplete). */
export function tryCompleteFetch(d: BrokerDraft, slot: number, cause: Seq): void {
  const { session, parked } = d.channel(slot) as Channel;
  if (isSatisfied(d, session as FetchSession, parked as ParkedFetch)) completeFetch(d, slot, cause);
}

function isSatisfied(d: BrokerDraft, session: FetchSession, parked: ParkedFetch): boolean {
  const { minBytes } = parked.request;
  let bytes = 0;
  for (const id of session.dirty) {
    const available = availableTo(d, parked, cachedIn(session.partitions, id), minBytes - bytes);
    if (available === 'now') return true;
    bytes += available;
    if (bytes >= minBytes) return true;
  }
  return false;
}

/** Bytes that a partition has for the fetch, counted no further than `enough`; `now` when the client must be told something. */
function availableTo(d: BrokerDraft, parked: ParkedFetch, partition: SessionPartition, enough: number): number | 'now' {
  const { request } = partition;
  const replica = replicaForFetch(d, partition, parked.request);
  if (typeof replica === 'string' || divergence(replica, request) !== null) return 'now';
  if (request.fetchOffset > replica.log.logEndOffset) return 'now';
  const bytes = bytesAvailable(replica.log, request.fetchOffset, readableEnd(replica, parked.request), enough);
  return Math.min(bytes, request.partitionMaxBytes);
}

/** Answers a parked fetch with whatever there is: it has enough, or its time is up. */
export function completeFetch(d: BrokerDraft, slot: number, cause: Seq): void {
  const { session, parked } = d.channel(slot) as Channel;
  const { request, full } = parked as ParkedFetch;
  unpark(d, slot);
  const reading = readSession(d, slot, session as FetchSession, request, full, false);
  answerFetch(d, slot, reading, full, cause);
}
