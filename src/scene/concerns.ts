import { brokerIdOf } from '../sim/read/nodes.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { World } from '../sim/world.ts';
import { keyOf, type Thing } from './thing.ts';

/** The things that an entry is about: where it happened, and what it names. */
export function thingsOf(world: World, entry: TraceEntry): Thing[] {
  const things: Thing[] = [];
  if (entry.node >= 0) things.push(...nodeThing(world, entry.node));
  const args = entry.args as {
    readonly partition?: unknown;
    readonly broker?: unknown;
    readonly leader?: unknown;
    readonly client?: unknown;
    readonly group?: unknown;
  };
  if (typeof args.group === 'string') things.push({ kind: 'group', group: args.group });
  if (typeof args.partition === 'number') {
    things.push({ kind: 'partition', partition: args.partition });
    if (typeof args.broker === 'number')
      things.push({ kind: 'replica', partition: args.partition, broker: args.broker });
    if (entry.type === 'LeaderElected')
      things.push({ kind: 'replica', partition: args.partition, broker: entry.args.leader });
  }
  if (
    (entry.type === 'SessionExpired' || entry.type === 'SessionClosed' || entry.type === 'SessionOpened') &&
    entry.args.client >= 0
  ) {
    const broker = brokerIdOf(world, entry.args.client);
    if (broker >= 0) things.push({ kind: 'session', broker });
  }
  if (entry.type === 'LinkChanged') things.push({ kind: 'link', from: entry.node, to: entry.args.to });
  if (entry.type === 'TopicCreated' || entry.type === 'PartitionsCreated')
    things.push({ kind: 'topic', topic: entry.args.topic });
  return things;
}

function nodeThing(world: World, node: number): Thing[] {
  const broker = brokerIdOf(world, node);
  const votes = world.setup.voters.some((voter) => voter.node === node);
  if (broker >= 0)
    return votes
      ? [
          { kind: 'broker', broker },
          { kind: 'controller', node },
        ]
      : [{ kind: 'broker', broker }];
  if (votes) return [{ kind: 'controller', node }];
  if (world.setup.zookeeperNodes.includes(node)) return [{ kind: 'zookeeper', node }];
  if (node === world.setup.adminNode) return [{ kind: 'admin', node }];
  return [
    { kind: 'producer', node },
    { kind: 'consumer', node },
  ];
}

/** Does an entry belong to the history of a thing? A record's history is that of its offsets in its partition. */
export function concerns(world: World, thing: Thing, entry: TraceEntry): boolean {
  if (thing.kind === 'record') return concernsRecord(thing, entry);
  if (thing.kind === 'topic')
    return thingsOf(world, entry).some((one) =>
      one.kind === 'partition'
        ? world.names.partitions[one.partition]?.topic === thing.topic
        : one.kind === 'topic' && one.topic === thing.topic,
    );
  const key = keyOf(thing);
  return thingsOf(world, entry).some((one) => keyOf(one) === key);
}

function concernsRecord(thing: Extract<Thing, { kind: 'record' }>, entry: TraceEntry): boolean {
  const args = entry.args as { readonly partition?: unknown; readonly from?: unknown; readonly to?: unknown };
  if (args.partition !== thing.partition || typeof args.from !== 'number' || typeof args.to !== 'number') return false;
  return Math.min(args.from, args.to) <= thing.offset && thing.offset < Math.max(args.from, args.to);
}

/** Keys of everything that the entries are about, each once. */
export function changedKeys(world: World, entries: readonly TraceEntry[]): string[] {
  return [...new Set(entries.flatMap((entry) => thingsOf(world, entry).map(keyOf)))];
}
