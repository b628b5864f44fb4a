import type { Body } from '../../protocol/body.ts';
import type { Micros } from '../../time.ts';
import type { Stimulus } from '../../turn.ts';
import type { ConnectionId, NodeId, Seq } from '../../world.ts';
import { backoff } from './backoff.ts';
import { metadataRequestFailed } from './metadata-timing.ts';
import { peerOfNode } from './peers.ts';
import type { ClientChannel } from './state.ts';
import { channelAt, setChannel, wakeAt, type NetworkWork } from './work.ts';

/*
 * Connections as org.apache.kafka.clients.NetworkClient and ClusterConnectionStates keep them: one for each broker, opened when
 * it is needed, usable after the ApiVersions handshake, opened again after a backoff that doubles from reconnect.backoff.ms to
 * reconnect.backoff.max.ms. A bootstrap address is a node of its own (ids -1, -2 ... in Java): its connection is used until
 * the first metadata is there, and then left alone.
 */

/** The channel that a connection belongs to; -1 when this client has let go of it. */
export function channelOf(net: NetworkWork, connection: ConnectionId, node: NodeId): number {
  const { channels } = net.state;
  const peer = peerOfNode(net.turn.setup, node);
  if (peer >= 0 && channels[peer]?.connection === connection) return peer;
  for (let i = net.turn.setup.brokerIds.length; i < channels.length; i++)
    if (channels[i]?.connection === connection) return i;
  return -1;
}

/** May a connection be attempted now? */
export function canConnect(net: NetworkWork, channel: ClientChannel): boolean {
  return channel.status === 'disconnected' && net.turn.now >= channel.notBefore;
}

/** Has its connection failed, and may it not be attempted again yet (NetworkClientUtils, ConsumerNetworkClient.isUnavailable)? */
export function isUnavailable(net: NetworkWork, index: number): boolean {
  const { status, notBefore } = channelAt(net, index);
  return status === 'disconnected' && net.turn.now < notBefore;
}

/** Opens a connection; `connected` or `disconnected` will follow. */
export function connect(net: NetworkWork, index: number): void {
  const { turn } = net;
  const { settings } = net.state;
  const channel = channelAt(net, index);
  const timeout = backoff(turn, settings.setupTimeout, settings.setupTimeoutMax, channel.setupFailures);
  const node = turn.setup.nodeOfBroker[channel.broker] as NodeId;
  const connection = turn.connect(node, timeout);
  setChannel(net, index, { ...channel, connection, status: 'connecting', lastAttempt: turn.now });
}

/**
 * Is the connection to this broker usable? If there is none, one is opened as soon as the backoff allows it.
 * @returns false: it will be, or not; the client hears of it, or is woken
 */
export function isReady(net: NetworkWork, peer: number): boolean {
  const channel = channelAt(net, peer);
  if (channel.status === 'ready') return true;
  if (channel.status === 'disconnected') {
    if (net.turn.now >= channel.notBefore) connect(net, peer);
    else wakeAt(net.turn, channel.notBefore);
  }
  return false;
}

/** May one more request go out on this connection (max.in.flight.requests.per.connection)? */
export function canSend(net: NetworkWork, index: number): boolean {
  const channel = channelAt(net, index);
  return channel.status === 'ready' && channel.inFlight < net.state.settings.maxInFlight;
}

/**
 * Sends a request on a channel that is ready; unanswered for request.timeout.ms it costs the connection.
 * @param oneWay no answer will come (Produce with acks=0)
 * @param timeout how long this request may take, where that is not request.timeout.ms
 */
export function sendOn(
  net: NetworkWork,
  index: number,
  body: Body,
  cause: Seq,
  oneWay = false,
  timeout: Micros = net.state.settings.requestTimeout,
): void {
  const channel = channelAt(net, index);
  const { turn } = net;
  const { release } = net.state.settings;
  turn.send(channel.connection as ConnectionId, body, { timeout, cause, oneWay, release });
  setChannel(net, index, usedAgain(channel, channel.inFlight + (oneWay ? 0 : 1), turn.now));
}

/** Field by field: this is on the path of every request. */
function usedAgain(channel: ClientChannel, inFlight: number, lastUsed: number): ClientChannel {
  return {
    broker: channel.broker,
    purpose: channel.purpose,
    connection: channel.connection,
    status: channel.status,
    failures: channel.failures,
    setupFailures: channel.setupFailures,
    notBefore: channel.notBefore,
    lastAttempt: channel.lastAttempt,
    lastUsed,
    inFlight,
  };
}

/** The connection stands: first of all the broker is asked which versions it speaks. */
export function onConnected(net: NetworkWork, stimulus: Extract<Stimulus, { readonly type: 'connected' }>): void {
  const { turn } = net;
  const index = channelOf(net, stimulus.connection, stimulus.peer);
  if (index < 0) return;
  const { software, requestTimeout, release } = net.state.settings;
  turn.send(
    stimulus.connection,
    { type: 'ApiVersionsRequest', clientSoftwareName: software },
    { timeout: requestTimeout, release },
  );
  setChannel(net, index, { ...channelAt(net, index), status: 'handshaking', setupFailures: 0, lastUsed: turn.now });
}

/** ApiVersions was answered: the connection is usable, and its backoffs start anew. */
export function onHandshake(net: NetworkWork, connection: ConnectionId, node: NodeId): void {
  const index = channelOf(net, connection, node);
  if (index < 0) return;
  setChannel(net, index, {
    ...channelAt(net, index),
    status: 'ready',
    failures: 0,
    setupFailures: 0,
    lastUsed: net.turn.now,
  });
  wakeAt(net.turn, net.turn.now + net.state.settings.connectionsMaxIdle);
}

/** One request fewer in flight. */
export function onAnswered(net: NetworkWork, connection: ConnectionId, node: NodeId): void {
  const index = channelOf(net, connection, node);
  if (index < 0) return;
  const channel = channelAt(net, index);
  setChannel(net, index, usedAgain(channel, channel.inFlight - 1, net.turn.now));
}

/** A connection broke, or was never made: everything in flight on it failed, and the metadata may be stale. */
export function onDisconnected(net: NetworkWork, stimulus: Extract<Stimulus, { readonly type: 'disconnected' }>): void {
  const index = channelOf(net, stimulus.connection, stimulus.peer);
  if (index >= 0) letGo(net, index);
  for (const { body } of stimulus.inFlight) if (body.type === 'MetadataRequest') net.state.metadataUnderWay = false;
  metadataRequestFailed(net);
}

function letGo(net: NetworkWork, index: number): void {
  const { turn } = net;
  const { settings } = net.state;
  const channel = channelAt(net, index);
  const wait = backoff(turn, settings.reconnectBackoff, settings.reconnectBackoffMax, channel.failures);
  setChannel(net, index, {
    ...channel,
    connection: null,
    status: 'disconnected',
    failures: channel.failures + 1,
    setupFailures: channel.status === 'connecting' ? channel.setupFailures + 1 : 0,
    notBefore: turn.now + wait,
    lastAttempt: turn.now,
    inFlight: 0,
  });
}

/** Closes what has not been used for connections.max.idle.ms, as Java's Selector does. The next idle one wakes the client. */
export function closeIdle(net: NetworkWork): void {
  const { turn } = net;
  const { connectionsMaxIdle } = net.state.settings;
  net.state.channels.forEach((channel, index) => {
    if (channel.status !== 'ready' || channel.inFlight > 0) return;
    if (turn.now < channel.lastUsed + connectionsMaxIdle) {
      wakeAt(turn, channel.lastUsed + connectionsMaxIdle);
      return;
    }
    turn.close(channel.connection as ConnectionId);
    letGo(net, index);
    net.state.metadataWanted = true;
  });
}

/** Closes a connection on purpose; what was in flight on it is forgotten. */
export function disconnect(net: NetworkWork, index: number): void {
  const { connection } = channelAt(net, index);
  if (connection === null) return;
  net.turn.close(connection);
  letGo(net, index);
}
