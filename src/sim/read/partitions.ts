import type { Json } from '../../lib/json.ts';
import { kraftPart } from '../kraft/part.ts';
import type { PartitionId, World } from '../world.ts';
import type { Znode } from '../zookeeper/state.ts';
import { brokerState, partitionIdOf } from './nodes.ts';
import { field, integer, integers, znodeAt } from './znodes.ts';

/** A partition as the cluster's metadata has it: in ZooKeeper mode the truth is its state znode, in KRaft mode what is committed. */
export interface PartitionView {
  readonly id: PartitionId;
  readonly topic: string;
  readonly partition: number;
  /** `orders-0`. */
  readonly name: string;
  /** Assigned brokers, preferred leader first. */
  readonly replicas: readonly number[];
  /** -1: nobody leads, or nobody has been chosen yet. */
  readonly leader: number;
  /** -1 before the first leader is chosen. */
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  /** Version of the state znode, in KRaft mode how often the partition has changed; -1 before it exists. */
  readonly partitionEpoch: number;
  readonly minInsync: number;
}

export interface TopicView {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly PartitionId[];
  /** Kafka's own, such as `__consumer_offsets`. */
  readonly isInternal: boolean;
  readonly config: { readonly [name: string]: string };
}

/** Topics that the cluster's metadata has, by name (code units); partitions by their number. */
export function topicsOf(world: World): readonly TopicView[] {
  if (world.setup.mode === 'kraft') return kraftPart().read.topics(world);
  const topics = znodeAt(world, '/brokers/topics');
  return topics === null ? [] : topics.children.map((child) => topicFrom(world, child.name, child.node));
}

/** One topic; null when there is none of that name. */
export function topicView(world: World, name: string): TopicView | null {
  if (world.setup.mode === 'kraft') return kraftPart().read.topic(world, name);
  const znode = topicZnode(world, name);
  return znode === null ? null : topicFrom(world, name, znode);
}

/** One partition, also before the metadata has it: then nobody leads, and it has no replicas. */
export function partitionView(world: World, id: PartitionId): PartitionView {
  if (world.setup.mode === 'kraft') return kraftPart().read.partition(world, id);
  const named = world.names.partitions[id] ?? { topic: '', partition: -1 };
  const { topic, partition } = named;
  const znode = topicZnode(world, topic);
  const state = stateZnode(world, topic, partition);
  const leader = integer(field(state?.data, 'leader'), -1);
  return {
    id,
    topic,
    partition,
    name: `${topic}-${partition}`,
    replicas: integers(field(field(znode?.data, 'partitions'), String(partition))),
    leader,
    leaderEpoch: integer(field(state?.data, 'leader_epoch'), -1),
    isr: integers(field(state?.data, 'isr')),
    partitionEpoch: state?.version ?? -1,
    minInsync: minInsyncIn(world, topicConfigOf(world, topic), leader),
  };
}

/** The leader after the metadata; -1: none. Cheaper than the whole view. */
export function leaderOf(world: World, id: PartitionId): number {
  if (world.setup.mode === 'kraft') return kraftPart().read.leader(world, id);
  const named = world.names.partitions[id];
  if (named === undefined) return -1;
  return integer(field(stateZnode(world, named.topic, named.partition)?.data, 'leader'), -1);
}

/** Settings given to a topic itself. */
export function topicConfigOf(world: World, topic: string): { readonly [name: string]: string } {
  if (world.setup.mode === 'kraft') return kraftPart().read.topicConfig(world, topic);
  const config = field(znodeAt(world, `/config/topics/${topic}`)?.data, 'config');
  return config === null || typeof config !== 'object' || Array.isArray(config)
    ? {}
    : (config as Record<string, string>);
}

function topicFrom(world: World, name: string, znode: Znode): TopicView {
  const assigned = field(znode.data, 'partitions') as { readonly [key: string]: Json } | null;
  const count = assigned === null ? 0 : Object.keys(assigned).length;
  const partitions: PartitionId[] = [];
  for (let partition = 0; partition < count; partition++) {
    const id = partitionIdOf(world, name, partition);
    if (id >= 0) partitions.push(id);
  }
  const topicId = world.names.topics.find((topic) => topic.name === name)?.topicId ?? '';
  return { name, topicId, partitions, isInternal: name.startsWith('__'), config: topicConfigOf(world, name) };
}

function topicZnode(world: World, topic: string): Znode | null {
  return znodeAt(world, `/brokers/topics/${topic}`);
}

function stateZnode(world: World, topic: string, partition: number): Znode | null {
  return znodeAt(world, `/brokers/topics/${topic}/partitions/${partition}/state`);
}

/** The topic's own setting wins over the broker's (LogConfig's fallback); without a leader any broker's counts. */
export function minInsyncIn(world: World, topic: { readonly [name: string]: string }, leader: number): number {
  const own = topic['min.insync.replicas'];
  if (own !== undefined) return integer(own, 1);
  const broker = brokerState(world, leader >= 0 ? leader : (world.setup.brokerIds[0] ?? -1));
  return broker?.config.minInsyncReplicas ?? 1;
}
