import { assert } from '../../lib/assert.ts';
import { vecGet } from '../../lib/vec.ts';
import type { BrokerState } from '../broker/state.ts';
import type { Glimpse, NodeId, NodeRecord, PartitionId } from '../world.ts';

/** The node of that index, which must exist. */
export function nodeOf(world: Glimpse, id: NodeId): NodeRecord {
  const node = vecGet(world.nodes, id);
  assert(node !== undefined, () => `node ${id} must exist`);
  return node;
}

/** The node of that name; null when there is none. */
export function nodeNamed(world: Glimpse, name: string): NodeRecord | null {
  for (let id = 0; id < world.nodes.length; id++) {
    const node = nodeOf(world, id);
    if (node.name === name) return node;
  }
  return null;
}

/** A node's name; -1, the network or the world at large, has none of its own. */
export function nameOfNode(world: Glimpse, id: NodeId): string {
  return id < 0 ? 'the network' : nodeOf(world, id).name;
}

/** The node of a broker id; null when the cluster has no such broker. */
export function brokerNode(world: Glimpse, brokerId: number): NodeRecord | null {
  const id = world.setup.nodeOfBroker[brokerId];
  return id === undefined || id < 0 ? null : nodeOf(world, id);
}

/** What a broker knows; null when the cluster has no such broker. */
export function brokerState(world: Glimpse, brokerId: number): BrokerState | null {
  const node = brokerNode(world, brokerId);
  return node === null || node.kind !== 'broker' ? null : (node.state as BrokerState);
}

/** The broker id of a node; -1 when the node is no broker. */
export function brokerIdOf(world: Glimpse, node: NodeId): number {
  return node < 0 ? -1 : world.setup.nodeOfBroker.indexOf(node);
}

/** The dense index of a topic's partition; -1 when nobody has named it yet. */
export function partitionIdOf(world: Glimpse, topic: string, partition: number): PartitionId {
  return world.names.index[topic]?.[partition] ?? -1;
}
