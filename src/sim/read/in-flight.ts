import { heapItems } from '../../lib/heap.ts';
import { vecForEach, vecGet } from '../../lib/vec.ts';
import type { Body } from '../protocol/body.ts';
import type { Micros } from '../time.ts';
import type { Connection, ConnectionId, NodeId, Packet, PacketKind, Seq, World } from '../world.ts';

/** Something on its way between two nodes. */
export interface PacketView {
  /** Stays the same from sending to arrival. */
  readonly key: string;
  readonly connection: ConnectionId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: PacketKind;
  readonly body: Body | null;
  readonly correlationId: number;
  readonly sentAt: Micros;
  /** Null while a cut link holds it up. */
  readonly arrivesAt: Micros | null;
  /** Trace entry of the sending. */
  readonly cause: Seq;
}

/**
 * Everything under way: what the agenda will deliver, by arrival, then what cut links hold up, by connection. What will be
 * lost is among it until the instant of its loss. `carriedBy` opens the records inside.
 */
export function inFlightOf(world: World): readonly PacketView[] {
  const moving: { readonly view: PacketView; readonly at: Micros; readonly order: number }[] = [];
  for (const item of heapItems(world.agenda)) {
    if (item.kind !== 'packet') continue;
    const connection = vecGet(world.connections, item.connection) ?? null;
    if (connection === null) continue;
    moving.push({ view: viewOf(connection, item.packet, item.toServer, item.at), at: item.at, order: item.order });
  }
  const views = moving.sort((a, b) => a.at - b.at || a.order - b.order).map(({ view }) => view);
  vecForEach(world.connections, (connection) => {
    if (connection === null) return;
    for (const packet of connection.stalledToServer) views.push(viewOf(connection, packet, true, null));
    for (const packet of connection.stalledToClient) views.push(viewOf(connection, packet, false, null));
  });
  return views;
}

function viewOf(connection: Connection, packet: Packet, toServer: boolean, arrivesAt: Micros | null): PacketView {
  return {
    key: `${connection.id}${toServer ? '>' : '<'}${packet.kind}${packet.correlationId}@${packet.sentAt}#${packet.cause}`,
    connection: connection.id,
    from: toServer ? connection.client : connection.server,
    to: toServer ? connection.server : connection.client,
    kind: packet.kind,
    body: packet.body,
    correlationId: packet.correlationId,
    sentAt: packet.sentAt,
    arrivesAt,
    cause: packet.cause,
  };
}
