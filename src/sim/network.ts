import { drawn, nextState } from '../lib/rng.ts';
import type { Draft, OpenConnection } from './draft.ts';
import type { Body } from './protocol/body.ts';
import type { Micros } from './time.ts';
import type { Link, NodeId, Packet, PacketKind, Seq } from './world.ts';

/** Time from a machine to itself (loopback): a request to oneself still takes a step. */
const LOOPBACK: Micros = 20;

/** The one-way link between two machines; null is the network's default. */
export function linkBetween(draft: Draft, from: NodeId, to: NodeId): Link | null {
  return draft.node(from).links[to] ?? null;
}

/**
 * Puts a packet on its way. It arrives after the link's latency and jitter, and never before what was sent earlier on the
 * same connection in the same direction; on a cut link it stalls, in order, until the link heals or the connection breaks.
 * @param departure when it leaves: later than now where a slow disk keeps whoever sends it
 */
export function transmit(
  draft: Draft,
  connection: OpenConnection,
  toServer: boolean,
  kind: PacketKind,
  body: Body | null,
  correlationId: number,
  apiVersion: number,
  cause: Seq,
  departure: Micros = draft.now,
): void {
  const packet: Packet = { kind, correlationId, apiVersion, body, sentAt: departure, cause };
  const link = toServer
    ? linkBetween(draft, connection.client, connection.server)
    : linkBetween(draft, connection.server, connection.client);
  const stalled = toServer ? connection.stalledToServer : connection.stalledToClient;
  if ((link !== null && link.cut) || stalled.length > 0) {
    if (toServer) connection.stalledToServer = [...stalled, packet];
    else connection.stalledToClient = [...stalled, packet];
    return;
  }
  launch(draft, connection, toServer, packet, link, departure);
}

/** Plans the arrival of a packet that is free to move. */
function launch(
  draft: Draft,
  connection: OpenConnection,
  toServer: boolean,
  packet: Packet,
  link: Link | null,
  departure: Micros,
): void {
  const { latency, jitter } = draft.setup.network;
  const rng = toServer ? connection.rngToServer : connection.rngToClient;
  let hop = latency + (link === null ? 0 : link.extra) + (jitter === 0 ? 0 : drawn(rng, jitter + 1));
  if (connection.client === connection.server) hop = LOOPBACK;
  const last = toServer ? connection.lastToServer : connection.lastToClient;
  const at = Math.max(departure + hop, last);
  draft.plan({ kind: 'packet', at, order: draft.nextOrder++, connection: connection.id, toServer, packet });
  if (toServer) {
    connection.lastToServer = at;
    connection.rngToServer = nextState(rng);
  } else {
    connection.lastToClient = at;
    connection.rngToClient = nextState(rng);
  }
}

/** Sends a packet that waited at its sender; what a cut link holds up is not among those. */
export function relaunch(draft: Draft, connection: OpenConnection, toServer: boolean, packet: Packet): void {
  const link = toServer
    ? linkBetween(draft, connection.client, connection.server)
    : linkBetween(draft, connection.server, connection.client);
  launch(draft, connection, toServer, packet, link, packet.sentAt);
}

/** Lets stalled packets go, in order, when their link has healed: as if sent now, but still sent when they were. */
export function release(draft: Draft, connection: OpenConnection, toServer: boolean): void {
  const link = toServer
    ? linkBetween(draft, connection.client, connection.server)
    : linkBetween(draft, connection.server, connection.client);
  const packets = toServer ? connection.stalledToServer : connection.stalledToClient;
  if (toServer) connection.stalledToServer = [];
  else connection.stalledToClient = [];
  for (const packet of packets) launch(draft, connection, toServer, packet, link, Math.max(draft.now, packet.sentAt));
}
