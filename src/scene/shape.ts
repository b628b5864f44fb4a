import { vecForEach } from '../lib/vec.ts';
import type { NodeId, PartitionId, World } from '../sim/world.ts';
import { groupsPart } from './groups/part.ts';
import type { StandingTopic } from './standing-topics.ts';

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
  /** Those of them that stand in no group's box. */
  readonly alone: readonly NodeId[];
  readonly groups: readonly GroupShape[];
}

export interface GroupShape {
  readonly group: string;
  readonly nodes: readonly NodeId[];
}

export interface TopicShape {
  readonly name: string;
  readonly state: StandingTopic['state'];
  readonly internal: boolean;
  readonly partitions: readonly PartitionId[];
}

/** Kafka's own topics begin so. */
export function isInternal(topic: string): boolean {
  return topic.startsWith('__');
}

/** The shape of a World. @param standing the topics that have rows */
export function shapeOf(world: World, standing: readonly StandingTopic[]): Shape {
  const producers: NodeId[] = [];
  const consumers: NodeId[] = [];
  const alone: NodeId[] = [];
  const groups = new Map<string, NodeId[]>();
  const part = groupsPart();
  vecForEach(world.nodes, (node) => {
    if (node.kind === 'producer') producers.push(node.id);
    if (node.kind !== 'consumer') return;
    consumers.push(node.id);
    const group = part?.groupIdOf(node) ?? null;
    const members = group === null ? alone : groups.get(group);
    if (members !== undefined) members.push(node.id);
    else groups.set(group as string, [node.id]);
  });
  return {
    brokers: world.setup.brokerIds.map((broker) => ({
      broker,
      node: world.setup.nodeOfBroker[broker] ?? -1,
      name: `broker ${broker}`,
    })),
    topics: standing.map(({ name, state }) => ({
      name,
      state,
      internal: isInternal(name),
      partitions: world.names.index[name] ?? [],
    })),
    zookeepers: world.setup.zookeeperNodes,
    voters: world.setup.voters,
    admin: world.setup.adminNode,
    producers,
    consumers,
    alone,
    groups: [...groups].map(([group, nodes]) => ({ group, nodes })),
  };
}

/** Who is in which group, as a text: it changes seldom, and the shape with it. */
export function groupingOf(world: World): string {
  const part = groupsPart();
  if (part === null) return '';
  let text = ' ';
  vecForEach(world.nodes, (node) => {
    const group = node.kind === 'consumer' ? part.groupIdOf(node) : null;
    if (group !== null) text += `${node.id} ${group}\n`;
  });
  return text;
}
