import { assert } from '../../lib/assert.ts';
import type { BrokerState } from '../broker/state.ts';
import type { ZkOp, ZkResponse, ZkResult, ZkWatcherEvent } from '../protocol/zookeeper.ts';
import { fromMs, type Micros } from '../time.ts';
import type { Turn } from '../turn.ts';
import type { Seq } from '../world.ts';
import type { ClientWatch, ZkCall, ZkClientState } from './client-state.ts';
import { takeWatches, withWatch } from './watches.ts';

/** Timer slots of a broker that belong to its ZooKeeper client: 16 to 27. */
export const ZK_SLOTS = { ping: 16, reconnect: 17, registration: 18, last: 27 } as const;

/** zookeeper.max.in.flight.requests: a pipeline is sent ten operations at a time, so long ones take many round trips. */
const MAX_IN_FLIGHT = 10;

/** A request whose last answer has come. */
export interface ZkAnswer {
  readonly tag: string;
  readonly ops: readonly ZkOp[];
  readonly results: readonly ZkResult[];
}

/** The client gives a server up that says nothing for two thirds of the session's timeout (ClientCnxn.readTimeout). */
function readTimeout(zk: ZkClientState): Micros {
  return Math.floor((fromMs(zk.timeoutMs) * 2) / 3);
}

/** A ping leaves when nothing else has for half the read timeout, and has the other half to be answered. */
export function pingInterval(zk: ZkClientState): Micros {
  return Math.floor(readTimeout(zk) / 2);
}

/**
 * Asks ZooKeeper, or keeps the request until there is a connection (KafkaZkClient.retryRequestsUntilConnected).
 * @param tag finds the way back to who asked: `registration`, `election`, `controller`, `configs` or `admin`, a colon, and what it likes
 * @param ops operations each for itself, or writes that are all done or none (`multi`)
 * @param cause what the request is blamed on
 */
export function zkRequest(
  turn: Turn,
  broker: BrokerState,
  tag: string,
  ops: readonly ZkOp[],
  multi: boolean,
  cause: Seq = turn.cause,
): BrokerState {
  assert(ops.length > 0, 'a request to ZooKeeper must ask for something');
  const call: ZkCall = { tag, ops, multi, cause, done: [] };
  const { zk } = broker;
  if (zk.session.value !== 'CONNECTED' || zk.connection === null || !turn.isOpen(zk.connection)) {
    return { ...broker, zk: { ...zk, queued: [...zk.queued, call] } };
  }
  return { ...broker, zk: sendCall(turn, zk, zk.connection, call) };
}

function sendCall(turn: Turn, zk: ZkClientState, connection: number, call: ZkCall): ZkClientState {
  const { done } = call;
  const ops = call.multi ? call.ops : call.ops.slice(done.length, done.length + MAX_IN_FLIGHT);
  turn.send(connection, { type: 'ZkRequest', ops, multi: call.multi }, { timeout: readTimeout(zk), cause: call.cause });
  turn.setTimer(ZK_SLOTS.ping, turn.now + pingInterval(zk));
  return { ...zk, asked: [...zk.asked, call] };
}

/** Sends what waited for a connection. */
export function sendQueued(turn: Turn, zk: ZkClientState): ZkClientState {
  const { connection, queued } = zk;
  if (connection === null || queued.length === 0) return zk;
  let next: ZkClientState = { ...zk, queued: [] };
  for (const call of queued) next = sendCall(turn, next, connection, call);
  return next;
}

/** The connection is gone: whatever had no answer is asked again when there is another (CONNECTIONLOSS). */
export function requeueAsked(zk: ZkClientState): ZkClientState {
  return zk.asked.length === 0 ? zk : { ...zk, asked: [], queued: [...zk.asked, ...zk.queued] };
}

/**
 * Takes an answer: the rest of a long pipeline follows, or the whole answer is there.
 * @returns the answer when it is complete
 */
export function takeAnswer(
  turn: Turn,
  zk: ZkClientState,
  response: ZkResponse,
): { readonly zk: ZkClientState; readonly answer: ZkAnswer | null } {
  const call = zk.asked[0];
  assert(call !== undefined && zk.connection !== null, 'an answer of ZooKeeper must have a request');
  const done = call.done.length === 0 ? response.results : [...call.done, ...response.results];
  const ops = call.multi ? [] : call.ops.slice(call.done.length, done.length);
  const next: ZkClientState = {
    ...zk,
    asked: zk.asked.slice(1),
    lastZxid: response.zxid,
    watches: withNewWatches(zk.watches, ops, response.results),
  };
  if (!call.multi && done.length < call.ops.length) {
    return { zk: sendCall(turn, next, zk.connection, { ...call, done, cause: turn.cause }), answer: null };
  }
  return { zk: next, answer: { tag: call.tag, ops: call.ops, results: done } };
}

/** The client remembers its watches, to ask for them again after a reconnection (ZKWatchManager). */
function withNewWatches(
  watches: readonly ClientWatch[],
  ops: readonly ZkOp[],
  results: readonly ZkResult[],
): readonly ClientWatch[] {
  let next = watches;
  ops.forEach((op, at) => {
    if (op.op !== 'exists' && op.op !== 'getData' && op.op !== 'getChildren') return;
    const error = results[at]?.error;
    if (!op.watch || (error !== 'Ok' && !(error === 'NoNode' && op.op === 'exists'))) return;
    const kind = op.op === 'getChildren' ? 'children' : error === 'Ok' ? 'data' : 'exists';
    next = withWatch<ClientWatch>(next, { path: op.path, kind, session: 0 });
  });
  return next;
}

/** Watches are one-shot: what the server has told of is watched no more. */
export function withoutFired(
  watches: readonly ClientWatch[],
  path: string,
  event: ZkWatcherEvent['event'],
): readonly ClientWatch[] {
  if (event === 'NodeChildrenChanged') return takeWatches(watches, path, 'children').left;
  const left = takeWatches(takeWatches(watches, path, 'data').left, path, 'exists').left;
  return event === 'NodeDeleted' ? takeWatches(left, path, 'children').left : left;
}
