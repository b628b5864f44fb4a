import type { Draft } from './draft.ts';
import { transmit } from './network.ts';
import type { Connection, NodeId, Seq } from './world.ts';
import { vecGet } from '../lib/vec.ts';

/** Calls `visit` for each connection that has a side at `node`. Faults are rare, so all connections are looked at. */
export function connectionsOf(draft: Draft, node: NodeId, visit: (connection: Connection) => void): void {
  const count = draft.connections.length;
  for (let id = 0; id < count; id++) {
    const connection = vecGet(draft.connections, id) ?? null;
    if (connection !== null && (connection.client === node || connection.server === node)) visit(connection);
  }
}

/**
 * The operating system closes what a process that ended had open: a clean end with `close`, a killed one with `reset`.
 * A machine without power tells nobody (`silent`).
 */
export function closeAll(draft: Draft, node: NodeId, how: 'close' | 'reset' | 'silent', cause: Seq): void {
  connectionsOf(draft, node, (connection) => {
    let next = connection;
    if (next.client === node && next.clientSide !== 'closed') {
      next = { ...next, clientSide: 'closed', inFlight: [], stalledToServer: [] };
      if (how !== 'silent' && next.serverSide !== 'closed') next = transmit(draft, next, true, how, null, 0, 0, cause);
    }
    if (next.server === node && next.serverSide === 'open') {
      next = { ...next, serverSide: 'closed', serving: null, waiting: [], stalledToClient: [] };
      if (how !== 'silent' && next.clientSide !== 'closed') next = transmit(draft, next, false, how, null, 0, 0, cause);
    }
    draft.setConnection(next);
  });
}
