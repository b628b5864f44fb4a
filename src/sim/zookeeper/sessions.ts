import type { ZkConnectRequest } from '../protocol/zookeeper.ts';
import { fromMs, toMs } from '../time.ts';
import type { Turn } from '../turn.ts';
import type { ConnectionId, NodeId } from '../world.ts';
import { tellChanges } from './notifications.ts';
import type { ZkSession, ZooKeeperState } from './state.ts';
import { endSession } from './transactions.ts';
import { withoutSession } from './watches.ts';
import { isOff } from '../safety.ts';

/** The live session that speaks over this connection; null when there is none. */
export function sessionOf(state: ZooKeeperState, connection: ConnectionId): ZkSession | null {
  return state.sessions.find((session) => session.connection === connection) ?? null;
}

/** A timeout in milliseconds between 2 and 20 ticks (ZooKeeperServer.getMinSessionTimeout, getMaxSessionTimeout). */
export function negotiatedTimeout(askedMs: number, tickTimeMs: number): number {
  return Math.min(Math.max(askedMs, 2 * tickTimeMs), 20 * tickTimeMs);
}

function withSession(state: ZooKeeperState, session: ZkSession): ZooKeeperState {
  return { ...state, sessions: state.sessions.map((each) => (each.id === session.id ? session : each)) };
}

/** Something was heard from the client: its session has its full timeout again (SessionTrackerImpl.touchSession). */
export function hear(turn: Turn, state: ZooKeeperState, session: ZkSession): ZooKeeperState {
  const expiresAt = turn.now + session.timeout;
  turn.setTimer(session.slot, expiresAt);
  return withSession(state, { ...session, expiresAt, heard: turn.cause });
}

/** A client introduces itself: without a session it gets one, with a living one it goes on, with one that ended it is told so. */
export function openOrResume(
  turn: Turn,
  state: ZooKeeperState,
  client: NodeId,
  connection: ConnectionId,
  request: ZkConnectRequest,
): ZooKeeperState {
  if (request.sessionId === 0) return open(turn, state, client, connection, request.timeOutMs);
  const session = state.sessions.find((each) => each.id === request.sessionId);
  if (session === undefined) {
    turn.respond(connection, { type: 'ZkConnectResponse', sessionId: 0, timeOutMs: 0 });
    turn.close(connection);
    return state;
  }
  // The session moves; what is left of its former connection is of no more use.
  if (session.connection !== null && session.connection !== connection) turn.close(session.connection);
  const next = hear(turn, state, { ...session, connection });
  turn.respond(connection, { type: 'ZkConnectResponse', sessionId: session.id, timeOutMs: toMs(session.timeout) });
  return { ...next, watches: withoutSession(next.watches, session.id) };
}

function open(
  turn: Turn,
  state: ZooKeeperState,
  client: NodeId,
  connection: ConnectionId,
  askedMs: number,
): ZooKeeperState {
  const timeoutMs = negotiatedTimeout(askedMs, state.tickTimeMs);
  const timeout = fromMs(timeoutMs);
  const id = state.nextSession;
  const opened = turn.emit('SessionOpened', { session: id, client, timeoutMs });
  const session: ZkSession = {
    id,
    client,
    connection,
    timeout,
    expiresAt: turn.now + timeout,
    heard: opened,
    slot: freeSlot(state.sessions),
    ephemerals: [],
  };
  turn.setTimer(session.slot, session.expiresAt);
  turn.respond(connection, { type: 'ZkConnectResponse', sessionId: id, timeOutMs: timeoutMs }, opened);
  return { ...state, zxid: state.zxid + 1, nextSession: id + 1, sessions: [...state.sessions, session] };
}

/** The lowest timer slot from `first` on that no session uses. */
function freeSlot(sessions: readonly ZkSession[], first = 0): number {
  for (let slot = first; ; slot++) {
    if (!sessions.some((session) => session.slot === slot)) return slot;
  }
}

/** The client says goodbye: its ephemerals go at once. */
export function closeSession(turn: Turn, state: ZooKeeperState, session: ZkSession): ZooKeeperState {
  turn.clearTimer(session.slot);
  const closed = turn.emit('SessionClosed', { session: session.id, client: session.client });
  const ended = endSession(state, session.id);
  const next: ZooKeeperState = { ...ended.state, watches: withoutSession(ended.state.watches, session.id) };
  return tellChanges(turn, next, ended.changes, 0, closed);
}

/** Nothing was heard for the whole timeout: the session ends, and its ephemerals with it. */
export function expireDue(turn: Turn, state: ZooKeeperState, slot: number): ZooKeeperState {
  const session = state.sessions.find((each) => each.slot === slot);
  if (session === undefined || isOff(turn.setup, 'sessionExpiry')) return state;
  if (session.expiresAt > turn.now) {
    turn.setTimer(slot, session.expiresAt, session.heard);
    return state;
  }
  const expired = turn.emit('SessionExpired', { session: session.id, client: session.client }, [session.heard]);
  const ended = endSession(state, session.id);
  const next: ZooKeeperState = { ...ended.state, watches: withoutSession(ended.state.watches, session.id) };
  const told = tellChanges(turn, next, ended.changes, 0, expired);
  if (session.connection !== null) turn.close(session.connection);
  return told;
}

/** A server that starts again gives every session it knows its full timeout: clients need the time to come back. */
export function restartSessions(turn: Turn, state: ZooKeeperState): ZooKeeperState {
  const sessions = state.sessions.map((session) => {
    const expiresAt = turn.now + session.timeout;
    turn.setTimer(session.slot, expiresAt);
    return { ...session, connection: null, expiresAt, heard: turn.cause };
  });
  return sessions.length === 0 ? state : { ...state, sessions };
}

/* In an ensemble every server does these for each session, once they are agreed upon. */

/** The session of that id; null when it has ended. */
export function sessionWithId(state: ZooKeeperState, id: number): ZkSession | null {
  return state.sessions.find((session) => session.id === id) ?? null;
}

/** A session has its full timeout again; for the leader, who alone counts. */
export function touch(turn: Turn, state: ZooKeeperState, id: number): ZooKeeperState {
  const session = sessionWithId(state, id);
  return session === null ? state : hear(turn, state, session);
}

/**
 * A new session.
 * @param connection where the client is answered; null: not here
 * @param leads is this the server that counts its time and tells of it?
 */
export function openedSession(
  turn: Turn,
  state: ZooKeeperState,
  { client, timeOutMs, firstSlot }: { readonly client: NodeId; readonly timeOutMs: number; readonly firstSlot: number },
  connection: ConnectionId | null,
  leads: boolean,
): ZooKeeperState {
  const timeoutMs = negotiatedTimeout(timeOutMs, state.tickTimeMs);
  const timeout = fromMs(timeoutMs);
  const id = state.nextSession;
  const heard = leads ? turn.emit('SessionOpened', { session: id, client, timeoutMs }) : turn.cause;
  const slot = freeSlot(state.sessions, firstSlot);
  const session: ZkSession = {
    id,
    client,
    connection,
    timeout,
    expiresAt: turn.now + timeout,
    heard,
    slot,
    ephemerals: [],
  };
  if (leads) turn.setTimer(slot, session.expiresAt);
  if (connection !== null)
    turn.respond(connection, { type: 'ZkConnectResponse', sessionId: id, timeOutMs: timeoutMs }, heard);
  return {
    ...state,
    zxid: state.zxid + 1,
    nextSession: id + 1,
    sessions: [...state.sessions, session],
    newcomers: withoutNewcomer(state, connection),
  };
}

/** A client is back, at this server (`connection`) or at another; or its session is over, and it is told so. */
export function resumedSession(
  turn: Turn,
  state: ZooKeeperState,
  id: number,
  connection: ConnectionId | null,
  leads: boolean,
): ZooKeeperState {
  const session = sessionWithId(state, id);
  const newcomers = withoutNewcomer(state, connection);
  if (session === null) {
    if (connection === null) return state;
    turn.respond(connection, { type: 'ZkConnectResponse', sessionId: 0, timeOutMs: 0 });
    turn.close(connection);
    return { ...state, newcomers };
  }
  if (session.connection !== null && session.connection !== connection) turn.close(session.connection);
  if (connection !== null)
    turn.respond(connection, { type: 'ZkConnectResponse', sessionId: id, timeOutMs: toMs(session.timeout) });
  const moved: ZooKeeperState = {
    ...withSession(state, { ...session, connection }),
    newcomers,
    watches: withoutSession(state.watches, id),
  };
  return leads ? touch(turn, moved, id) : moved;
}

/** A session has ended, by its client's wish or by its silence. */
export function endedSession(
  turn: Turn,
  state: ZooKeeperState,
  session: ZkSession,
  how: 'close' | 'expire',
  leads: boolean,
): ZooKeeperState {
  const { id, client } = session;
  if (leads) turn.clearTimer(session.slot);
  const type = how === 'close' ? 'SessionClosed' : 'SessionExpired';
  const cause = how === 'close' ? turn.cause : session.heard;
  const seq = leads ? turn.emit(type, { session: id, client }, [cause]) : turn.cause;
  const ended = endSession(state, id);
  const next: ZooKeeperState = { ...ended.state, watches: withoutSession(ended.state.watches, id) };
  const told = tellChanges(turn, next, ended.changes, 0, seq, leads);
  if (how === 'expire' && session.connection !== null) turn.close(session.connection);
  return told;
}

function withoutNewcomer(state: ZooKeeperState, connection: ConnectionId | null): readonly ConnectionId[] {
  return connection === null ? state.newcomers : state.newcomers.filter((each) => each !== connection);
}
