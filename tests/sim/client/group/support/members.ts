import '../../../../../src/sim/kraft/load.ts';
import type { ConsumerState } from '../../../../../src/sim/client/state.ts';
import type { GroupState } from '../../../../../src/sim/client/consumer/group/state.ts';
import type { NewConsumer } from '../../../../../src/sim/intervention.ts';
import type { Scenario } from '../../../../../src/sim/scenario.ts';
import type { EntryType, TraceEntry } from '../../../../../src/sim/trace/entry.ts';
import { nodeNamed } from '../../../../../src/sim/read/nodes.ts';
import { Cluster, consumer, producer, s, scenario, topic } from '../../../cluster/build.ts';

export const MODES = ['zookeeper', 'kraft'] as const;

type More = Partial<NewConsumer> & { readonly startAt?: number };

/** A member of group `g` that reads `orders`. Its sessions are short (10 s), so that tests are. */
export function member(
  name: string,
  config: { readonly [name: string]: string } = {},
  more: More = {},
): ReturnType<typeof consumer> {
  const short = { 'session.timeout.ms': '10000', 'auto.offset.reset': 'earliest', 'group.id': 'g' };
  return consumer(name, ['orders'], { ...more, config: { ...short, ...config } });
}

/** A cluster of three brokers with the topic `orders`, and a producer that writes a keyed record each half second from the start. */
export function groupCluster(
  consumers: Scenario['consumers'],
  {
    mode = 'zookeeper',
    partitions = 2,
    count = null,
    interval = 0.5,
    more = {},
  }: {
    readonly mode?: 'zookeeper' | 'kraft';
    readonly partitions?: number;
    readonly count?: number | null;
    readonly interval?: number;
    readonly more?: Partial<Scenario>;
  } = {},
): Cluster {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  return new Cluster(
    scenario({
      mode,
      topics: [topic('orders', partitions, 3)],
      config: {
        broker: { 'offsets.topic.num.partitions': '3', 'group.initial.rebalance.delay.ms': '1000' },
        producer: {},
        consumer: {},
      },
      producers: [producer('p', 'orders', { program: { keys, interval: s(interval), count } })],
      consumers,
      ...more,
    }),
  );
}

export function stateOf(cluster: Cluster, name: string): ConsumerState {
  return nodeNamed(cluster.world, name)?.state as ConsumerState;
}

export function groupOf(cluster: Cluster, name: string): GroupState {
  return stateOf(cluster, name).group as GroupState;
}

/** Numbers of the partitions of `orders` that a member thinks it has, ascending. */
export function ownedBy(cluster: Cluster, name: string): readonly number[] {
  return stateOf(cluster, name)
    .assigned.map(({ id }) => cluster.world.names.partitions[id]?.partition ?? -1)
    .sort((a, b) => a - b);
}

/** Entries of a type that one node wrote. */
export function by<T extends EntryType>(cluster: Cluster, name: string, type: T): Extract<TraceEntry, { type: T }>[] {
  const node = nodeNamed(cluster.world, name)?.id;
  return cluster.entries(type).filter((entry) => entry.node === node);
}

/** Seconds at which a node wrote entries of a type. */
export function timesOf(cluster: Cluster, name: string, type: EntryType): readonly number[] {
  return by(cluster, name, type).map(({ t }) => t / 1_000_000);
}

/** `partition:offset` of each record that a program is done with, in order. */
export function processedBy(cluster: Cluster, name: string): readonly string[] {
  return by(cluster, name, 'RecordsProcessed').flatMap(({ args }) => {
    const number = cluster.world.names.partitions[args.partition]?.partition ?? -1;
    return Array.from({ length: args.to - args.from }, (_, i) => `${number}:${args.from + i}`);
  });
}

/** The last offsets that a member has committed, by partition number. */
export function committedBy(cluster: Cluster, name: string): { readonly [partition: number]: number } {
  const last: { [partition: number]: number } = {};
  for (const { args } of by(cluster, name, 'CommitSucceeded'))
    args.partitions.forEach((id, i) => {
      last[cluster.world.names.partitions[id]?.partition ?? -1] = args.offsets[i] ?? -1;
    });
  return last;
}
