import type { ZkError, ZkMultiOp, ZkOp, ZkResult, ZkWriteOp } from '../protocol/zookeeper.ts';
import type { ZkSession, ZkWatch, Znode, ZooKeeperState } from './state.ts';
import { parentOf, sequenceOf, statOf, withData, withoutZnode, withZnode, znodeAt } from './znode-tree.ts';
import { withWatch } from './watches.ts';

/** What a transaction did to the tree, for watches and the trace. */
export interface Change {
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly path: string;
  readonly ephemeral: boolean;
  readonly version: number;
}

/** A refused write. */
export interface Refusal {
  readonly path: string;
  readonly error: ZkError;
}

export interface Applied {
  readonly state: ZooKeeperState;
  readonly result: ZkResult;
  readonly changes: readonly Change[];
  readonly refusal: Refusal | null;
}

/** A result without anything but its error. */
export function resultOf(error: ZkError, path: string): ZkResult {
  return { error, path, data: null, stat: null, children: [] };
}

/**
 * Carries out one operation of a session (PrepRequestProcessor and FinalRequestProcessor). A read may leave a watch; writes of a
 * `multi` are all done, under one transaction id, or none is.
 */
export function applyOp(state: ZooKeeperState, session: number, op: ZkOp): Applied {
  switch (op.op) {
    case 'exists':
    case 'getData':
    case 'getChildren':
      return read(state, session, op);
    case 'multi':
      return applyMulti(state, session, op);
    case 'create':
    case 'delete':
    case 'setData':
    case 'check':
      return write(state, session, op, state.zxid + 1);
  }
}

function read(state: ZooKeeperState, session: number, op: Extract<ZkOp, { readonly watch: boolean }>): Applied {
  const node = znodeAt(state.root, op.path);
  // exists() may watch for a znode that is not there; the others need one.
  const watched = op.watch && (node !== null || op.op === 'exists');
  const kind = op.op === 'getChildren' ? 'children' : 'data';
  const watches = watched ? withWatch<ZkWatch>(state.watches, { path: op.path, kind, session }) : state.watches;
  const next = watches === state.watches ? state : { ...state, watches };
  if (node === null) return { state: next, result: resultOf('NoNode', op.path), changes: [], refusal: null };
  const result: ZkResult = {
    error: 'Ok',
    path: op.path,
    data: op.op === 'getData' ? node.data : null,
    stat: statOf(node),
    children: op.op === 'getChildren' ? node.children.map((child) => child.name) : [],
  };
  return { state: next, result, changes: [], refusal: null };
}

function applyMulti(state: ZooKeeperState, session: number, multi: ZkMultiOp): Applied {
  const zxid = state.zxid + 1;
  let next = state;
  const results: ZkResult[] = [];
  const changes: Change[] = [];
  for (const op of multi.ops) {
    const applied = write(next, session, op, zxid);
    if (applied.result.error !== 'Ok') {
      const failed = multi.ops.map((each, at) => {
        if (at === results.length) return applied.result;
        return resultOf(at < results.length ? 'Ok' : 'RuntimeInconsistency', each.path);
      });
      return { state, result: { ...applied.result, results: failed }, changes: [], refusal: applied.refusal };
    }
    next = applied.state;
    results.push(applied.result);
    changes.push(...applied.changes);
  }
  const last = results.at(-1) ?? resultOf('Ok', '/');
  return { state: next, result: { ...last, results }, changes, refusal: null };
}

function refused(state: ZooKeeperState, path: string, error: ZkError): Applied {
  return { state, result: resultOf(error, path), changes: [], refusal: { path, error } };
}

function write(state: ZooKeeperState, session: number, op: ZkWriteOp, zxid: number): Applied {
  if (op.op === 'create') return create(state, session, op, zxid);
  const node = znodeAt(state.root, op.path);
  if (node === null) return refused(state, op.path, 'NoNode');
  if (op.version !== -1 && op.version !== node.version) return refused(state, op.path, 'BadVersion');
  switch (op.op) {
    case 'check':
      return { state, result: resultOf('Ok', op.path), changes: [], refusal: null };
    case 'setData': {
      const root = withData(state.root, op.path, op.data, zxid);
      const stat = statOf(znodeAt(root, op.path) as Znode);
      const changes: readonly Change[] = [
        { kind: 'changed', path: op.path, ephemeral: node.ephemeralOwner !== 0, version: stat.version },
      ];
      return { state: { ...state, root, zxid }, result: { ...resultOf('Ok', op.path), stat }, changes, refusal: null };
    }
    case 'delete':
      if (node.children.length > 0) return refused(state, op.path, 'NotEmpty');
      return remove(state, op.path, node, zxid);
  }
}

function remove(state: ZooKeeperState, path: string, node: Znode, zxid: number): Applied {
  const ephemeral = node.ephemeralOwner !== 0;
  const sessions = ephemeral
    ? changeSession(state.sessions, node.ephemeralOwner, (owner) => ({
        ...owner,
        ephemerals: owner.ephemerals.filter((own) => own !== path),
      }))
    : state.sessions;
  const changes: readonly Change[] = [{ kind: 'deleted', path, ephemeral, version: node.version }];
  return {
    state: { ...state, root: withoutZnode(state.root, path, zxid), zxid, sessions },
    result: resultOf('Ok', path),
    changes,
    refusal: null,
  };
}

function create(
  state: ZooKeeperState,
  session: number,
  op: Extract<ZkWriteOp, { readonly op: 'create' }>,
  zxid: number,
): Applied {
  const parent = znodeAt(state.root, parentOf(op.path));
  if (parent === null) return refused(state, op.path, 'NoNode');
  if (parent.ephemeralOwner !== 0) return refused(state, op.path, 'NoChildrenForEphemerals');
  const path = op.sequential ? op.path + sequenceOf(parent) : op.path;
  if (znodeAt(state.root, path) !== null) return refused(state, path, 'NodeExists');
  const root = withZnode(state.root, path, op.data, op.ephemeral ? session : 0, zxid);
  const sessions = op.ephemeral
    ? changeSession(state.sessions, session, (owner) => ({ ...owner, ephemerals: [...owner.ephemerals, path].sort() }))
    : state.sessions;
  const result: ZkResult = { ...resultOf('Ok', path), stat: statOf(znodeAt(root, path) as Znode) };
  return {
    state: { ...state, root, zxid, sessions },
    result,
    changes: [{ kind: 'created', path, ephemeral: op.ephemeral, version: 0 }],
    refusal: null,
  };
}

/** The sessions with `change` applied to the one of that id. */
export function changeSession(
  sessions: readonly ZkSession[],
  id: number,
  change: (session: ZkSession) => ZkSession,
): readonly ZkSession[] {
  return sessions.map((session) => (session.id === id ? change(session) : session));
}

/** Deletes all ephemerals of a session and the session itself, in one transaction (ZooKeeper's closeSession). */
export function endSession(
  state: ZooKeeperState,
  id: number,
): { readonly state: ZooKeeperState; readonly changes: readonly Change[] } {
  const zxid = state.zxid + 1;
  const session = state.sessions.find((each) => each.id === id);
  let next: ZooKeeperState = { ...state, zxid };
  const changes: Change[] = [];
  for (const path of session?.ephemerals ?? []) {
    const node = znodeAt(next.root, path);
    if (node === null) continue;
    const removed = remove(next, path, node, zxid);
    next = removed.state;
    changes.push(...removed.changes);
  }
  return { state: { ...next, sessions: next.sessions.filter((each) => each.id !== id) }, changes };
}
