import type { FetchRequest } from '../../protocol/client.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConnectionId } from '../../world.ts';
import { answerFetch, metadataFetch, readFor } from './fetch-server.ts';
import { PARKED_TIMER } from './slots.ts';
import type { ParkedMetadataFetch } from './state.ts';
import { change, type RaftWork } from './work.ts';

/*
 * Fetches that found nothing new wait at the leader, at most 500 ms (KafkaRaftClient.fetchPurgatory). Only an append wakes them: a
 * high watermark that moves is told with the next answer, which is why followers learn of a commit up to half a second later.
 */

/** Keeps a fetch until there is something to tell. */
export function park(w: RaftWork, connection: ConnectionId, request: FetchRequest): void {
  const { state, turn } = w;
  const deadline = turn.now + request.maxWaitMs * 1000;
  const highWatermark = state.leading?.highWatermark ?? -1;
  change(w, { parked: [...state.parked, { connection, request, deadline, highWatermark, cause: turn.cause }] });
  arm(w);
}

/** Something was appended: who waits for it is answered. */
export function completeParked(w: RaftWork): void {
  const { logEndOffset } = w.state.log;
  const done = (fetch: ParkedMetadataFetch): boolean => metadataFetch(fetch.request).fetchOffset < logEndOffset;
  for (const fetch of take(w, done)) readFor(w, fetch.connection, fetch.request, false);
}

/** Who has waited long enough is told what was known when it asked. */
export function expireParked(w: RaftWork): void {
  const { now } = w.turn;
  for (const fetch of take(w, ({ deadline }) => deadline <= now)) {
    const leader = { leaderId: w.state.nodeId, leaderEpoch: metadataFetch(fetch.request).currentLeaderEpoch };
    answerFetch(w, fetch.connection, { highWatermark: fetch.highWatermark, currentLeader: leader });
  }
}

/** It leads no more: everyone who waits is told to look for the leader. */
export function failParked(w: RaftWork, errorCode: ErrorCode): void {
  for (const fetch of take(w, () => true)) answerFetch(w, fetch.connection, { errorCode });
}

/** The client is gone. False when it did not wait here. */
export function dropParked(w: RaftWork, connection: ConnectionId): boolean {
  return take(w, (fetch) => fetch.connection === connection).length > 0;
}

function take(w: RaftWork, which: (fetch: ParkedMetadataFetch) => boolean): readonly ParkedMetadataFetch[] {
  const { parked } = w.state;
  const taken = parked.filter(which);
  if (taken.length === 0) return taken;
  change(w, { parked: parked.filter((fetch) => !taken.includes(fetch)) });
  arm(w);
  return taken;
}

function arm({ turn, state }: RaftWork): void {
  let first: ParkedMetadataFetch | null = null;
  for (const fetch of state.parked) if (first === null || fetch.deadline < first.deadline) first = fetch;
  if (first === null) turn.clearTimer(PARKED_TIMER);
  // A process that was frozen may find a deadline in the past.
  else turn.setTimer(PARKED_TIMER, Math.max(turn.now, first.deadline), first.cause);
}
