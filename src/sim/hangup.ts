import type { Draft, OpenConnection } from './draft.ts';
import { transmit } from './network.ts';
import type { Connection, NodeId, Seq } from './world.ts';

/** Calls `visit` for each connection that has a side at `node`. Faults are rare, so all connections are looked at. */
export function connectionsOf(draft: Draft, node: NodeId, visit: (connection: Connection) => void): void {
  const count = draft.connections.length;
  for (let id = 0; id < count; id++) {
    const connection = draft.connection(id);
    if (connection !== null && (connection.client === node || connection.server === node)) visit(connection);
  }
}

/**
 * The operating system closes what a process that ended had open: a clean end with `close`, a killed one with `reset`.
 * A machine without power tells nobody (`silent`).
 */
export function closeAll(draft: Draft, node: NodeId, how: 'close' | 'reset' | 'silent', cause: Seq): void {
  connectionsOf(draft, node, ({ id }) => {
    const connection = draft.open(id);
    if (connection.client === node && connection.clientSide !== 'closed') {
      closeClientSide(connection);
      if (how !== 'silent' && connection.serverSide !== 'closed')
        transmit(draft, connection, true, how, null, 0, 0, cause);
    }
    if (connection.server === node && connection.serverSide === 'open') {
      closeServerSide(connection);
      if (how !== 'silent' && connection.clientSide !== 'closed')
        transmit(draft, connection, false, how, null, 0, 0, cause);
    }
  });
}

/** The client's end is gone, with what it still wanted to send and to know. */
export function closeClientSide(connection: OpenConnection): void {
  connection.clientSide = 'closed';
  connection.inFlight = [];
  connection.stalledToServer = [];
  connection.overdueCheck = null;
}

/** The server's end is gone, with what it was asked and what it still wanted to answer. */
export function closeServerSide(connection: OpenConnection): void {
  connection.serverSide = 'closed';
  connection.serving = null;
  connection.waiting = [];
  connection.stalledToClient = [];
}
