import type { ConnectionId, NodeId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { closeSession } from './fetch-session.ts';
import { leaveProduceWait } from './parked-produce.ts';
import { FREE_CHANNEL, type Channel, type ParkedDeletion, type ParkedFetch, type ParkedProduce } from './state.ts';
import { leaveDeletion } from './storage/delete-records.ts';
import { parkedSlot } from './timer-slots.ts';

/** The slot of a connection, taken now if it has none yet. Only connections with a session or a parked request keep one. */
export function channelSlotOf(d: BrokerDraft, connection: ConnectionId, peer: NodeId): number {
  const known = findChannel(d, connection);
  if (known >= 0) return known;
  const free = findChannel(d, -1);
  const slot = free >= 0 ? free : d.channelCount;
  d.setChannel(slot, { connection, peer, session: null, parked: null });
  return slot;
}

/** The slot of a connection; -1 when it has none. */
export function findChannel(d: BrokerDraft, connection: ConnectionId): number {
  return d.channelConnections.indexOf(connection);
}

/** Keeps a request until it can be answered, at the latest at its deadline. */
export function park(d: BrokerDraft, slot: number, parked: ParkedFetch | ParkedProduce | ParkedDeletion): void {
  const channel = d.channel(slot) as Channel;
  d.setChannel(slot, { connection: channel.connection, peer: channel.peer, session: channel.session, parked });
  d.turn.setTimer(parkedSlot(slot), parked.deadline, parked.cause);
}

/** The request is about to be answered. A connection without a session does not need its slot any more. */
export function unpark(d: BrokerDraft, slot: number): void {
  const { connection, peer, session } = d.channel(slot) as Channel;
  d.setChannel(slot, session === null ? FREE_CHANNEL : { connection, peer, session, parked: null });
  d.turn.clearTimer(parkedSlot(slot));
}

/** The client is gone: its fetch session ends, and what it waited for is forgotten. */
export function dropChannel(d: BrokerDraft, connection: ConnectionId): void {
  const slot = findChannel(d, connection);
  if (slot < 0) return;
  leaveProduceWait(d, slot);
  leaveDeletion(d, slot);
  d.turn.clearTimer(parkedSlot(slot));
  closeSession(d, slot);
}
