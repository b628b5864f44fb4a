import type { NodeId, Setup } from '../../world.ts';

/*
 * A peer is a broker as an index into `setup.brokerIds`: dense, whatever ids the scenario gives its brokers, so what is kept
 * for each broker can be an array.
 */

/** The peer of a broker id; -1 when there is no such broker. */
export function peerOfBroker(setup: Setup, brokerId: number): number {
  const { brokerIds } = setup;
  let low = 0;
  let high = brokerIds.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const id = brokerIds[middle] as number;
    if (id === brokerId) return middle;
    if (id < brokerId) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The peer of a broker's node; -1 when the node is no broker. */
export function peerOfNode(setup: Setup, node: NodeId): number {
  const { brokerIds, nodeOfBroker } = setup;
  // Brokers' nodes usually follow one another in the order of their ids.
  const guess = node - (nodeOfBroker[brokerIds[0] as number] as number);
  const guessed = brokerIds[guess];
  if (guessed !== undefined && nodeOfBroker[guessed] === node) return guess;
  return brokerIds.findIndex((id) => nodeOfBroker[id] === node);
}

/** The broker id of a peer. */
export function brokerOfPeer(setup: Setup, peer: number): number {
  return setup.brokerIds[peer] as number;
}
