import { canConnect } from './connect.ts';
import { peerOfBroker } from './peers.ts';
import type { ClientChannel } from './state.ts';
import { channelAt, type NetworkWork } from './work.ts';

/** Channels to choose among: bootstrap addresses before the first metadata (or again), the brokers it listed afterwards. */
export function nodesOf(net: NetworkWork): readonly number[] {
  const { metadata, bootstrap } = net.state;
  const { setup } = net.turn;
  if (metadata.brokers.length === 0) return bootstrap.map((_, i) => setup.brokerIds.length + i);
  return metadata.brokers.map((broker) => peerOfBroker(setup, broker)).filter((peer) => peer >= 0);
}

/**
 * Whom to ask what any broker can answer (NetworkClient.leastLoadedNode): from a random place on, the first that is connected
 * and idle; else the connected one with the fewest requests; else one that is being connected; else, of those that may be
 * connected, the one whose last attempt is the longest ago.
 * @returns a channel; -1 when all of them wait out their backoff
 */
export function leastLoaded(net: NetworkWork): number {
  const nodes = nodesOf(net);
  if (nodes.length === 0) return -1;
  const offset = nodes.length === 1 ? 0 : net.turn.draw(nodes.length);
  let ready = -1;
  let connecting = -1;
  let connectable = -1;
  for (let i = 0; i < nodes.length; i++) {
    const index = nodes[(offset + i) % nodes.length] as number;
    const channel = channelAt(net, index);
    if (channel.status === 'ready') {
      if (channel.inFlight === 0) return index;
      if (isBetter(net, channel, ready)) ready = index;
    } else if (channel.status !== 'disconnected') {
      connecting = index;
    } else if (canConnect(net, channel)) {
      if (connectable < 0 || channel.lastAttempt < channelAt(net, connectable).lastAttempt) connectable = index;
    }
  }
  if (ready >= 0) return ready;
  return connecting >= 0 ? connecting : connectable;
}

function isBetter(net: NetworkWork, channel: ClientChannel, best: number): boolean {
  if (channel.inFlight >= net.state.settings.maxInFlight) return false;
  return best < 0 || channel.inFlight < channelAt(net, best).inFlight;
}
