import type { ZkWatcherEvent } from '../protocol/zookeeper.ts';
import type { Turn } from '../turn.ts';
import type { Seq } from '../world.ts';
import type { ZkSession, ZkWatch, ZooKeeperState } from './state.ts';
import type { Change } from './transactions.ts';
import { takeWatches } from './watches.ts';
import { parentOf } from './znode-tree.ts';

type WatchedEvent = ZkWatcherEvent['event'];

/**
 * Writes changes to the trace and fires the watches on them (DataTree.createNode, deleteNode, setData): whoever watches learns
 * of a change before the one who made it has an answer.
 * @param session who made the changes; 0: the server itself
 * @param cause the request, or the end of a session
 * @param tells false: another server of the ensemble writes the trace
 * @returns the state without the watches that fired
 */
export function tellChanges(
  turn: Turn,
  state: ZooKeeperState,
  changes: readonly Change[],
  session: number,
  cause: Seq,
  tells = true,
): ZooKeeperState {
  let next = state;
  for (const change of changes) {
    const { path } = change;
    switch (change.kind) {
      case 'created': {
        const { ephemeral } = change;
        const seq = tells ? turn.emit('ZnodeCreated', { path, ephemeral, session }, [cause]) : cause;
        next = fire(turn, next, path, 'data', 'NodeCreated', seq);
        next = fire(turn, next, parentOf(path), 'children', 'NodeChildrenChanged', seq);
        break;
      }
      case 'changed': {
        const { version } = change;
        const seq = tells ? turn.emit('ZnodeChanged', { path, version }, [cause]) : cause;
        next = fire(turn, next, path, 'data', 'NodeDataChanged', seq);
        break;
      }
      case 'deleted': {
        const seq = tells ? turn.emit('ZnodeDeleted', { path }, [cause]) : cause;
        next = fire(turn, next, path, 'data', 'NodeDeleted', seq);
        next = fire(turn, next, path, 'children', 'NodeDeleted', seq);
        next = fire(turn, next, parentOf(path), 'children', 'NodeChildrenChanged', seq);
        break;
      }
    }
  }
  return next;
}

function fire(
  turn: Turn,
  state: ZooKeeperState,
  path: string,
  kind: ZkWatch['kind'],
  event: WatchedEvent,
  cause: Seq,
): ZooKeeperState {
  const { fired, left } = takeWatches(state.watches, path, kind);
  if (fired.length === 0) return state;
  for (const watch of fired) {
    const session = state.sessions.find((each) => each.id === watch.session);
    if (session !== undefined) tellOne(turn, session, path, event, cause);
  }
  return { ...state, watches: left };
}

/** Tells one client of one change; without a connection it is lost, and the client finds out when it sets its watches again. */
export function tellOne(turn: Turn, session: ZkSession, path: string, event: WatchedEvent, cause: Seq): void {
  if (session.connection === null) return;
  const seq = turn.emit('WatchFired', { path, event, client: session.client }, [cause]);
  turn.notify(session.connection, { type: 'ZkWatcherEvent', event, path }, seq);
}
