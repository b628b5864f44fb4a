import { drawn, nextState } from '../lib/rng.ts';
import type { Draft } from './draft.ts';
import type { Body } from './protocol/body.ts';
import type { Micros } from './time.ts';
import type { Connection, Link, NodeId, Packet, PacketKind, Seq } from './world.ts';

/** Time from a machine to itself (loopback): a request to oneself still takes a step. */
const LOOPBACK: Micros = 20;

/** The one-way link between two machines; null is the network's default. */
export function linkBetween(draft: Draft, from: NodeId, to: NodeId): Link | null {
  return draft.node(from).links[to] ?? null;
}

/**
 * Puts a packet on its way. It arrives after the link's latency and jitter, and never before what was sent earlier on the
 * same connection in the same direction; on a cut link it stalls, in order, until the link heals or the connection breaks.
 */
export function transmit(
  draft: Draft,
  connection: Connection,
  toServer: boolean,
  kind: PacketKind,
  body: Body | null,
  correlationId: number,
  apiVersion: number,
  cause: Seq,
): Connection {
  const packet: Packet = { kind, correlationId, apiVersion, body, sentAt: draft.now, cause };
  const from = toServer ? connection.client : connection.server;
  const to = toServer ? connection.server : connection.client;
  const link = linkBetween(draft, from, to);
  const stalled = toServer ? connection.stalledToServer : connection.stalledToClient;
  if ((link !== null && link.cut) || stalled.length > 0) {
    return toServer ? { ...connection, stalledToServer: [...stalled, packet] } : { ...connection, stalledToClient: [...stalled, packet] };
  }
  return launch(draft, connection, toServer, packet, link);
}

/** Plans the arrival of a packet that is free to move. */
function launch(draft: Draft, connection: Connection, toServer: boolean, packet: Packet, link: Link | null): Connection {
  const { latency, jitter } = draft.setup.network;
  const rng = toServer ? connection.rngToServer : connection.rngToClient;
  const hop =
    connection.client === connection.server
      ? LOOPBACK
      : latency + (link === null ? 0 : link.extra) + (jitter === 0 ? 0 : drawn(rng, jitter + 1));
  const last = toServer ? connection.lastToServer : connection.lastToClient;
  const at = Math.max(draft.now + hop, last);
  draft.plan({ kind: 'packet', at, connection: connection.id, toServer, packet });
  return toServer
    ? { ...connection, lastToServer: at, rngToServer: nextState(rng) }
    : { ...connection, lastToClient: at, rngToClient: nextState(rng) };
}

/** Lets stalled packets go, in order, when their link has healed: as if sent now, but still sent when they were. */
export function release(draft: Draft, connection: Connection, toServer: boolean): Connection {
  const from = toServer ? connection.client : connection.server;
  const to = toServer ? connection.server : connection.client;
  const link = linkBetween(draft, from, to);
  const packets = toServer ? connection.stalledToServer : connection.stalledToClient;
  let next: Connection = toServer ? { ...connection, stalledToServer: [] } : { ...connection, stalledToClient: [] };
  for (const packet of packets) next = launch(draft, next, toServer, packet, link);
  return next;
}
