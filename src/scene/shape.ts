import { vecForEach } from '../lib/vec.ts';
import type { NodeId, PartitionId, World } from '../sim/world.ts';

/** What decides where things stand: which nodes and partitions there are, not what state they are in. */
export interface Shape {
  readonly brokers: readonly { readonly broker: number; readonly node: NodeId; readonly name: string }[];
  readonly topics: readonly TopicShape[];
  readonly zookeepers: readonly NodeId[];
  /** KRaft's voters; with combined roles their nodes are brokers. */
  readonly voters: readonly { readonly id: number; readonly node: NodeId }[];
  readonly admin: NodeId;
  readonly producers: readonly NodeId[];
  readonly consumers: readonly NodeId[];
}

export interface TopicShape {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionId[];
}

/** Kafka's own topics begin so. */
export function isInternal(topic: string): boolean {
  return topic.startsWith('__');
}

/** The shape of a World. */
export function shapeOf(world: World): Shape {
  const producers: NodeId[] = [];
  const consumers: NodeId[] = [];
  vecForEach(world.nodes, (node) => {
    if (node.kind === 'producer') producers.push(node.id);
    if (node.kind === 'consumer') consumers.push(node.id);
  });
  return {
    brokers: world.setup.brokerIds.map((broker) => ({
      broker,
      node: world.setup.nodeOfBroker[broker] ?? -1,
      name: `broker ${broker}`,
    })),
    topics: world.names.topics.map(({ name }) => ({
      name,
      internal: isInternal(name),
      partitions: world.names.index[name] ?? [],
    })),
    zookeepers: world.setup.zookeeperNodes,
    voters: world.setup.voters,
    admin: world.setup.adminNode,
    producers,
    consumers,
  };
}

/** Is the shape of both Worlds the same? Nodes are only ever added, so their number tells. */
export function sameShape(a: World, b: World): boolean {
  return a.setup === b.setup && a.names === b.names && a.nodes.length === b.nodes.length;
}
