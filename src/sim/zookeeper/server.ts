import type { CrashKind } from '../intervention.ts';
import type { ZkOp, ZkRequest, ZkResult, ZkSetWatchesRequest } from '../protocol/zookeeper.ts';
import type { Behaviour, Stimulus, Turn } from '../turn.ts';
import type { ConnectionId, Seq } from '../world.ts';
import { expireDue, closeSession, hear, openOrResume, restartSessions, sessionOf } from './sessions.ts';
import type { ZkSession, ZkWatch, ZooKeeperState } from './state.ts';
import { applyOp } from './transactions.ts';
import { tellChanges, tellOne } from './notifications.ts';
import { withWatch } from './watches.ts';
import { EMPTY_ROOT, znodeAt } from './znode-tree.ts';

/** ZooKeeperServer.DEFAULT_TICK_TIME; the zookeeper.properties that come with Kafka leave it so. */
const TICK_TIME_MS = 3000;

/** A ZooKeeper server that has never run. */
export function newZooKeeperState(serverId: number): ZooKeeperState {
  return { serverId, tickTimeMs: TICK_TIME_MS, root: EMPTY_ROOT, zxid: 0, nextSession: 1, sessions: [], watches: [] };
}

/** A ZooKeeper server: sessions, a tree of znodes, watches (org.apache.zookeeper.server.ZooKeeperServer). */
export const zooKeeperBehaviour: Behaviour<ZooKeeperState> = {
  handle(turn, state, stimulus) {
    switch (stimulus.type) {
      case 'start':
        return restartSessions(turn, state);
      case 'stop':
        turn.exit();
        return state;
      case 'timer':
        return expireDue(turn, state, stimulus.slot);
      case 'closed':
        return forgetConnection(state, stimulus.connection);
      case 'request':
        return serve(turn, state, stimulus);
      case 'connected':
      case 'disconnected':
      case 'response':
      case 'notification':
      case 'intervention':
        return state;
    }
  },
  crash: (state, kind) => afterCrash(state, kind),
};

/** Znodes and sessions are logged before an answer leaves, so only a lost disk loses them. Watches and connections are memory. */
function afterCrash(state: ZooKeeperState, kind: CrashKind | 'clean'): ZooKeeperState {
  if (kind === 'disk') return newZooKeeperState(state.serverId);
  return { ...state, watches: [], sessions: state.sessions.map((session) => ({ ...session, connection: null })) };
}

/** A session outlives its connection; the connection's watches do not (the client asks for them again when it is back). */
function forgetConnection(state: ZooKeeperState, connection: ConnectionId): ZooKeeperState {
  const session = sessionOf(state, connection);
  if (session === null) return state;
  return {
    ...state,
    sessions: state.sessions.map((each) => (each.id === session.id ? { ...each, connection: null } : each)),
    watches: state.watches.filter((watch) => watch.session !== session.id),
  };
}

function serve(
  turn: Turn,
  state: ZooKeeperState,
  stimulus: Extract<Stimulus, { readonly type: 'request' }>,
): ZooKeeperState {
  const { body, connection } = stimulus;
  if (body.type === 'ZkConnectRequest') return openOrResume(turn, state, stimulus.peer, connection, body);
  const session = sessionOf(state, connection);
  if (session === null) {
    // Its session has ended: the server hangs up, and the client learns more when it comes back.
    turn.respondNothing(connection);
    turn.close(connection);
    return state;
  }
  const heard = hear(turn, state, session);
  switch (body.type) {
    case 'ZkPingRequest':
      turn.respond(connection, { type: 'ZkPingResponse' });
      return heard;
    case 'ZkCloseSessionRequest': {
      const next = closeSession(turn, heard, session);
      turn.respond(connection, { type: 'ZkCloseSessionResponse' });
      return next;
    }
    case 'ZkSetWatchesRequest':
      return setWatches(turn, heard, session, connection, body);
    case 'ZkRequest':
      return carryOut(turn, heard, session, connection, body);
    default:
      turn.respondNothing(connection);
      return heard;
  }
}

function carryOut(
  turn: Turn,
  state: ZooKeeperState,
  session: ZkSession,
  connection: ConnectionId,
  request: ZkRequest,
): ZooKeeperState {
  const ops = request.multi ? [asMulti(request)] : request.ops;
  let next = state;
  const results: ZkResult[] = [];
  for (const op of ops) {
    const applied = applyOp(next, session.id, op);
    if (applied.refusal !== null && !isMakingSure(op)) {
      turn.emit('ZnodeWriteRefused', {
        path: applied.refusal.path,
        error: applied.refusal.error,
        client: session.client,
      });
    }
    next =
      applied.changes.length === 0
        ? applied.state
        : tellChanges(turn, applied.state, applied.changes, session.id, turn.cause);
    results.push(applied.result);
  }
  const [first] = results;
  const error = request.multi && first !== undefined ? first.error : 'Ok';
  turn.respond(connection, {
    type: 'ZkResponse',
    error,
    zxid: next.zxid,
    results: request.multi ? (first?.results ?? []) : results,
  });
  return next;
}

function asMulti(request: ZkRequest): ZkOp {
  const writes = request.ops.filter(
    (op) => op.op !== 'multi' && op.op !== 'exists' && op.op !== 'getData' && op.op !== 'getChildren',
  );
  return { op: 'multi', ops: writes };
}

/** Creating an empty persistent znode that exists is how Kafka makes sure of it: nothing that anyone would call a refusal. */
function isMakingSure(op: ZkOp): boolean {
  return op.op === 'create' && !op.ephemeral && !op.sequential && op.data === null;
}

/** Watches asked for again after a reconnection; what has changed meanwhile is told at once (DataTree.setWatches). */
function setWatches(
  turn: Turn,
  state: ZooKeeperState,
  session: ZkSession,
  connection: ConnectionId,
  request: ZkSetWatchesRequest,
): ZooKeeperState {
  let { watches } = state;
  const tell = (
    path: string,
    event: 'NodeCreated' | 'NodeDeleted' | 'NodeDataChanged' | 'NodeChildrenChanged',
    cause: Seq,
  ): void => tellOne(turn, session, path, event, cause);
  for (const path of request.dataWatches) {
    const node = znodeAt(state.root, path);
    if (node === null) tell(path, 'NodeDeleted', turn.cause);
    else if (node.mzxid > request.relativeZxid) tell(path, 'NodeDataChanged', turn.cause);
    else watches = withWatch<ZkWatch>(watches, { path, kind: 'data', session: session.id });
  }
  for (const path of request.existWatches) {
    if (znodeAt(state.root, path) !== null) tell(path, 'NodeCreated', turn.cause);
    else watches = withWatch<ZkWatch>(watches, { path, kind: 'data', session: session.id });
  }
  for (const path of request.childWatches) {
    const node = znodeAt(state.root, path);
    if (node === null) tell(path, 'NodeDeleted', turn.cause);
    else if (node.pzxid > request.relativeZxid) tell(path, 'NodeChildrenChanged', turn.cause);
    else watches = withWatch<ZkWatch>(watches, { path, kind: 'children', session: session.id });
  }
  turn.respond(connection, { type: 'ZkSetWatchesResponse' });
  return watches === state.watches ? state : { ...state, watches };
}
