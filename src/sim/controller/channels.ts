import type { BrokerState } from '../broker/state.ts';
import type { ClusterBody } from '../protocol/cluster.ts';
import { MS, SECOND } from '../time.ts';
import type { Turn } from '../turn.ts';
import type { ConnectionId, Seq } from '../world.ts';
import type { ControlChannel, ControllerState } from './state.ts';
import { CONTROLLER_SLOTS } from './timers.ts';
import type { Work } from './work.ts';

/*
 * The controller's way to each live broker, itself included: a connection, and one request at a time, in order
 * (kafka.controller.ControllerChannelManager, RequestSendThread). A request is sent again until it is answered or the broker is gone.
 */

/** RequestSendThread.backoff. */
const BACKOFF = 100 * MS;
/** controller.socket.timeout.ms: 30 s. */
const SOCKET_TIMEOUT = 30 * SECOND;

function withChannel(controller: ControllerState, channel: ControlChannel): ControllerState {
  return {
    ...controller,
    channels: controller.channels.map((each) => (each.broker === channel.broker ? channel : each)),
  };
}

/** Opens the way to a broker that has joined. */
export function addChannel(work: Work, broker: number): void {
  if (work.controller.channels.some((channel) => channel.broker === broker)) return;
  const channel: ControlChannel = { broker, connection: null, waiting: [], busy: false, retryAt: null };
  const channels = [...work.controller.channels, channel].sort((a, b) => a.broker - b.broker);
  work.controller = { ...work.controller, channels };
}

/** Ends the way to a broker that has left: what it has not been told is dropped. */
export function removeChannel(work: Work, broker: number): void {
  const channel = work.controller.channels.find((each) => each.broker === broker);
  if (channel === undefined) return;
  if (channel.connection !== null) work.turn.close(channel.connection);
  work.controller = { ...work.controller, channels: work.controller.channels.filter((each) => each !== channel) };
}

/** Ends all ways: this broker is no longer the controller. */
export function closeChannels(turn: Turn, controller: ControllerState): ControllerState {
  for (const channel of controller.channels) if (channel.connection !== null) turn.close(channel.connection);
  turn.clearTimer(CONTROLLER_SLOTS.channels);
  return controller.channels.length === 0 ? controller : { ...controller, channels: [] };
}

/** Sends a request to a broker, after those it has not answered yet. Nobody is there: it is dropped, as Kafka does. */
export function sendTo(work: Work, broker: number, body: ClusterBody, cause: Seq): void {
  const channel = work.controller.channels.find((each) => each.broker === broker);
  if (channel === undefined) return;
  const waiting = [...channel.waiting, { body, cause }];
  work.controller = withChannel(work.controller, pump(work.turn, work.broker, { ...channel, waiting }));
}

/** Moves a channel on: connects, or sends the oldest request, if nothing is under way. */
function pump(turn: Turn, broker: BrokerState, channel: ControlChannel): ControlChannel {
  const [head] = channel.waiting;
  if (head === undefined || channel.busy || channel.retryAt !== null) return channel;
  if (channel.connection === null) {
    return { ...channel, connection: turn.connect(turn.setup.nodeOfBroker[channel.broker] as number, SOCKET_TIMEOUT) };
  }
  if (!turn.isOpen(channel.connection)) return channel;
  turn.send(channel.connection, head.body, { timeout: broker.config.requestTimeout, cause: head.cause });
  return { ...channel, busy: true };
}

/** Is this one of the controller's connections to brokers? */
export function channelOf(controller: ControllerState, connection: ConnectionId): ControlChannel | null {
  return controller.channels.find((channel) => channel.connection === connection) ?? null;
}

/** A connection has come about. */
export function channelConnected(
  turn: Turn,
  broker: BrokerState,
  controller: ControllerState,
  channel: ControlChannel,
): ControllerState {
  return withChannel(controller, pump(turn, broker, channel));
}

/** The broker has answered: the next request follows. */
export function channelAnswered(
  turn: Turn,
  broker: BrokerState,
  controller: ControllerState,
  channel: ControlChannel,
): ControllerState {
  return withChannel(controller, pump(turn, broker, { ...channel, busy: false, waiting: channel.waiting.slice(1) }));
}

/** The connection is gone: the same request is sent again over another one, after a pause. */
export function channelLost(turn: Turn, controller: ControllerState, channel: ControlChannel): ControllerState {
  const retryAt = turn.now + BACKOFF;
  const deadline = turn.deadline(CONTROLLER_SLOTS.channels);
  if (deadline === null || deadline > retryAt) turn.setTimer(CONTROLLER_SLOTS.channels, retryAt);
  return withChannel(controller, { ...channel, connection: null, busy: false, retryAt });
}

/** Channels whose pause is over try again. */
export function retryChannels(turn: Turn, broker: BrokerState, controller: ControllerState): ControllerState {
  let next = controller;
  let earliest: number | null = null;
  for (const channel of controller.channels) {
    if (channel.retryAt === null) continue;
    if (channel.retryAt <= turn.now) next = withChannel(next, pump(turn, broker, { ...channel, retryAt: null }));
    else if (earliest === null || channel.retryAt < earliest) earliest = channel.retryAt;
  }
  if (earliest !== null) turn.setTimer(CONTROLLER_SLOTS.channels, earliest);
  return next;
}
