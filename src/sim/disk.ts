import type { Draft } from './draft.ts';
import { connectionsOf } from './hangup.ts';
import { relaunch } from './network.ts';
import type { Micros } from './time.ts';
import type { AgendaItem, Connection, NodeId, NodeRecord, Packet, Seq } from './world.ts';

type PacketItem = Extract<AgendaItem, { readonly kind: 'packet' }>;

/** A disk becomes slow, slower or less slow: writes already begun take the time they had. When it is fast again, it catches up at once. */
export function changeDisk(draft: Draft, node: NodeRecord, extra: Micros, cause: Seq): void {
  if ((node.disk?.extra ?? 0) === extra) return;
  draft.emit(node.id, 'DiskChanged', { extra }, [cause]);
  const freeAt = Math.max(node.disk?.freeAt ?? 0, draft.now);
  draft.setNode({ ...node, disk: extra === 0 ? null : { extra, freeAt } });
  if (extra === 0) catchUp(draft, node.id);
}

/** A process that dies while its disk writes has not sent yet what waits for that, nor what it has put behind it. */
export function dropUnsent(draft: Draft, node: NodeId): void {
  takeUnsent(draft, node);
}

/** What waits for writes of this node's disk is taken back, in the order in which it would have left, with what stands behind it. */
function takeUnsent(draft: Draft, node: NodeId): readonly PacketItem[] {
  const waiting: PacketItem[] = [];
  draft.keepOnly((item) => {
    if (!waitsForDisk(draft, node, item)) return true;
    waiting.push(item as PacketItem);
    return false;
  });
  // What was sent on the same connection after it, without the disk, stays behind it.
  const waits = waiting.slice();
  draft.keepOnly((item) => {
    const behind = item.kind === 'packet' && waits.some((one) => isBehind(item, one));
    if (behind) waiting.push(item);
    return !behind;
  });
  waiting.sort((a, b) => a.order - b.order);
  // Its own numbers say when the last packet arrives that is still to come; those taken back do not come then.
  for (const { connection: id, toServer } of waiting) {
    const connection = draft.open(id);
    const last = lastArrival(draft, id, toServer);
    if (toServer) connection.lastToServer = last;
    else connection.lastToClient = last;
  }
  return waiting;
}

/** What waited for writes of this node's disk leaves now. */
function catchUp(draft: Draft, node: NodeId): void {
  const waiting = takeUnsent(draft, node);
  for (const { connection, toServer, packet } of waiting)
    relaunch(draft, draft.open(connection), toServer, { ...packet, sentAt: Math.min(packet.sentAt, draft.now) });
  // What a cut link holds up is sent now too, and goes on when the link heals.
  const sent = (packets: readonly Packet[]): readonly Packet[] =>
    packets.map((packet) => (packet.sentAt > draft.now ? { ...packet, sentAt: draft.now } : packet));
  connectionsOf(draft, node, ({ id, client, stalledToServer, stalledToClient }) => {
    if (client === node && stalledToServer.length > 0) draft.open(id).stalledToServer = sent(stalledToServer);
    if (client !== node && stalledToClient.length > 0) draft.open(id).stalledToClient = sent(stalledToClient);
  });
}

function isBehind(item: PacketItem, one: PacketItem): boolean {
  return item.connection === one.connection && item.toServer === one.toServer && item.order > one.order;
}

function waitsForDisk(draft: Draft, node: NodeId, item: AgendaItem): boolean {
  if (item.kind !== 'packet' || item.packet.sentAt <= draft.now) return false;
  const connection: Connection | null = draft.connection(item.connection);
  return connection !== null && (item.toServer ? connection.client : connection.server) === node;
}

function lastArrival(draft: Draft, id: number, toServer: boolean): Micros {
  let last = draft.now;
  draft.keepOnly((item) => {
    if (item.kind === 'packet' && item.connection === id && item.toServer === toServer) last = Math.max(last, item.at);
    return true;
  });
  return last;
}
