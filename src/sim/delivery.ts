import { assert } from '../lib/assert.ts';
import { deliverStimulus, type Behaviours } from './dispatch.ts';
import type { Draft } from './draft.ts';
import { closeServerSide } from './hangup.ts';
import { transmit } from './network.ts';
import type { DisconnectReason } from './turn.ts';
import type { AgendaItem, Connection, ConnectionId, InFlight, Packet, Seq } from './world.ts';

const NOTHING: readonly InFlight[] = [];

type PacketItem = Extract<AgendaItem, { readonly kind: 'packet' }>;

/** A packet has arrived. What it finds decides: an open side takes it, a dead process answers with a reset, a dead machine with silence. */
export function arrive(draft: Draft, behaviours: Behaviours, item: PacketItem): void {
  const connection = draft.connection(item.connection);
  if (connection === null) return;
  const receiver = item.toServer ? connection.server : connection.client;
  const status = draft.node(receiver).status;
  const { packet } = item;
  if (status === 'off') {
    lose(draft, connection, item, receiver);
    return;
  }
  if (packet.kind === 'connect') {
    acceptOrRefuse(draft, connection, packet, status === 'down');
    return;
  }
  const side = item.toServer ? connection.serverSide : connection.clientSide;
  if (side === 'closed' || side === 'none') {
    if (packet.kind === 'request' || packet.kind === 'response' || packet.kind === 'notification') {
      const lost = lose(draft, connection, item, receiver);
      transmit(draft, draft.open(connection.id), !item.toServer, 'reset', null, 0, 0, lost);
    }
    return;
  }
  switch (packet.kind) {
    case 'accept': {
      const seq = draft.emit(receiver, 'ConnectionOpened', { connection: connection.id, peer: connection.server }, [
        packet.cause,
      ]);
      const opened = draft.open(connection.id);
      opened.clientSide = 'open';
      opened.inFlight = [];
      opened.overdueCheck = null;
      deliverStimulus(
        draft,
        behaviours,
        receiver,
        { type: 'connected', connection: connection.id, peer: connection.server },
        seq,
      );
      return;
    }
    case 'refuse':
      breakClient(draft, behaviours, connection, 'refused', packet.cause);
      return;
    case 'request':
      receiveRequest(draft, behaviours, connection, packet);
      return;
    case 'response':
      receiveResponse(draft, behaviours, connection, packet);
      return;
    case 'notification': {
      assert(packet.body !== null, 'a notification must have a body');
      deliverStimulus(
        draft,
        behaviours,
        receiver,
        { type: 'notification', connection: connection.id, peer: connection.server, body: packet.body },
        packet.cause,
      );
      return;
    }
    case 'close':
    case 'reset':
      if (item.toServer) breakServer(draft, behaviours, connection, packet.cause);
      else breakClient(draft, behaviours, connection, packet.kind === 'close' ? 'closed' : 'reset', packet.cause);
      return;
  }
}

function lose(draft: Draft, connection: Connection, item: PacketItem, receiver: number): Seq {
  const { packet } = item;
  return draft.emit(
    -1,
    'PacketLost',
    { what: packet.body === null ? packet.kind : packet.body.type, to: receiver, connection: connection.id },
    [packet.cause],
  );
}

/** The operating system answers a SYN: also for a frozen process, never for one that is not there. */
function acceptOrRefuse(draft: Draft, connection: Connection, packet: Packet, refused: boolean): void {
  const opened = draft.open(connection.id);
  opened.serverSide = refused ? 'closed' : 'open';
  transmit(draft, opened, false, refused ? 'refuse' : 'accept', null, 0, 0, packet.cause);
}

function receiveRequest(draft: Draft, behaviours: Behaviours, connection: Connection, packet: Packet): void {
  if (connection.serving !== null || connection.waiting.length > 0) {
    draft.open(connection.id).waiting = [...connection.waiting, packet];
    return;
  }
  serve(draft, behaviours, connection, packet);
}

/** Hands one request to the server; the connection is muted until it is answered (SocketServer.Processor). */
export function serve(draft: Draft, behaviours: Behaviours, connection: Connection, packet: Packet): void {
  const { body, correlationId } = packet;
  assert(body !== null, 'a request must have a body');
  const seq = draft.emit(
    connection.server,
    'RequestReceived',
    { api: body.type, from: connection.client, connection: connection.id, correlationId },
    [packet.cause],
  );
  draft.open(connection.id).serving = { correlationId, seq };
  deliverStimulus(
    draft,
    behaviours,
    connection.server,
    {
      type: 'request',
      connection: connection.id,
      peer: connection.client,
      correlationId,
      apiVersion: packet.apiVersion,
      body,
    },
    seq,
  );
}

function receiveResponse(draft: Draft, behaviours: Behaviours, connection: Connection, packet: Packet): void {
  const first = connection.inFlight[0];
  assert(packet.body !== null, 'a response must have a body');
  assert(
    first !== undefined && first.correlationId === packet.correlationId,
    'responses of a connection must arrive in the order of their requests',
  );
  draft.open(connection.id).inFlight = connection.inFlight.length === 1 ? NOTHING : connection.inFlight.slice(1);
  const seq = draft.emit(
    connection.client,
    'ResponseReceived',
    { api: packet.body.type, from: connection.server, connection: connection.id, correlationId: packet.correlationId },
    [packet.cause],
  );
  deliverStimulus(
    draft,
    behaviours,
    connection.client,
    { type: 'response', connection: connection.id, peer: connection.server, request: first.body, body: packet.body },
    seq,
  );
}

/** The client side learns that the connection is gone: everything in flight on it has failed. */
export function breakClient(
  draft: Draft,
  behaviours: Behaviours,
  connection: Connection,
  reason: DisconnectReason,
  cause: Seq,
): void {
  const failed = connection.inFlight.filter((request) => request.correlationId >= 0);
  const opened = draft.open(connection.id);
  opened.clientSide = 'closed';
  opened.inFlight = NOTHING;
  opened.overdueCheck = null;
  const seq = draft.emit(
    connection.client,
    'ConnectionLost',
    { connection: connection.id, peer: connection.server, reason, failed: failed.length },
    [cause],
  );
  deliverStimulus(
    draft,
    behaviours,
    connection.client,
    {
      type: 'disconnected',
      connection: connection.id,
      peer: connection.server,
      reason,
      inFlight: failed.map((request) => ({ correlationId: request.correlationId, body: request.body })),
    },
    seq,
  );
}

/** The server side learns that its client is gone; requests not yet served are dropped. */
export function breakServer(draft: Draft, behaviours: Behaviours, connection: Connection, cause: Seq): void {
  closeServerSide(draft.open(connection.id));
  deliverStimulus(
    draft,
    behaviours,
    connection.server,
    { type: 'closed', connection: connection.id, peer: connection.client },
    cause,
  );
}

/** Looks for a request that should have been answered by now (request.timeout.ms): the client closes the connection. */
export function checkOverdue(draft: Draft, behaviours: Behaviours, id: ConnectionId): void {
  const connection = draft.connection(id);
  if (connection === null || connection.overdueCheck !== draft.now) return;
  const opened = draft.open(id);
  const oldest = earliestDeadline(opened);
  opened.overdueCheck = null;
  if (oldest === null || opened.clientSide === 'closed') return;
  if (oldest.deadline > draft.now) {
    draft.plan({ kind: 'overdue', at: oldest.deadline, order: draft.nextOrder++, connection: id });
    opened.overdueCheck = oldest.deadline;
    return;
  }
  // What a cut link holds up is given up with the connection; the close itself waits there to be told.
  opened.stalledToServer = [];
  transmit(draft, opened, true, 'close', null, 0, 0, oldest.seq);
  breakClient(draft, behaviours, opened, 'timeout', oldest.seq);
}

/** The in-flight request that is overdue first; null when none can be. */
export function earliestDeadline(connection: Connection): { readonly deadline: number; readonly seq: Seq } | null {
  let earliest: { readonly deadline: number; readonly seq: Seq } | null = null;
  for (const request of connection.inFlight) {
    if (request.deadline !== null && (earliest === null || request.deadline < earliest.deadline))
      earliest = { deadline: request.deadline, seq: request.seq };
  }
  return earliest;
}
