import type { ZkOp, ZkRequest, ZkResult, ZkSetWatchesRequest } from '../protocol/zookeeper.ts';
import type { Turn } from '../turn.ts';
import type { ConnectionId, Seq } from '../world.ts';
import { tellChanges, tellOne } from './notifications.ts';
import { sessionOf } from './sessions.ts';
import type { ZkSession, ZkWatch, ZooKeeperState } from './state.ts';
import { applyOp } from './transactions.ts';
import { withWatch } from './watches.ts';
import { znodeAt } from './znode-tree.ts';

/* What a server does for a session: its requests, its watches (FinalRequestProcessor). */

/** A session outlives its connection; the connection's watches do not (the client asks for them again when it is back). */
export function forgetConnection(state: ZooKeeperState, connection: ConnectionId): ZooKeeperState {
  const session = sessionOf(state, connection);
  if (session === null)
    return state.newcomers.includes(connection)
      ? { ...state, newcomers: state.newcomers.filter((each) => each !== connection) }
      : state;
  return {
    ...state,
    sessions: state.sessions.map((each) => (each.id === session.id ? { ...each, connection: null } : each)),
    watches: state.watches.filter((watch) => watch.session !== session.id),
  };
}

/**
 * Carries out a session's request and answers it.
 * @param connection where the answer goes; null: this server only does what another one answers for, and leaves reads to it
 * @param tells does this server write to the trace what changed?
 */
export function carryOut(
  turn: Turn,
  state: ZooKeeperState,
  session: ZkSession,
  connection: ConnectionId | null,
  request: ZkRequest,
  tells: boolean,
): ZooKeeperState {
  const ops = request.multi ? [asMulti(request)] : request.ops;
  let next = state;
  const results: ZkResult[] = [];
  for (const op of ops) {
    if (connection === null && isRead(op)) continue;
    const applied = applyOp(next, session.id, op);
    if (tells && applied.refusal !== null && !isMakingSure(op)) {
      turn.emit('ZnodeWriteRefused', {
        path: applied.refusal.path,
        error: applied.refusal.error,
        client: session.client,
      });
    }
    next =
      applied.changes.length === 0
        ? applied.state
        : tellChanges(turn, applied.state, applied.changes, session.id, turn.cause, tells);
    results.push(applied.result);
  }
  if (connection === null) return next;
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

function isRead({ op }: ZkOp): boolean {
  return op === 'exists' || op === 'getData' || op === 'getChildren';
}

/** Does a request only read? Then any server may answer it by itself. */
export function isReadOnly(request: ZkRequest): boolean {
  return request.ops.every(isRead);
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
export function setWatches(
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
