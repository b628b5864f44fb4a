import type { ArgSpec, ArgValue, PartitionRef, RecordRef } from '../../sim/facts/args.ts';
import { membersOf } from '../../sim/facts/group-members.ts';
import { factNamed } from '../../sim/facts/registry.ts';
import { nodeNamed, nodeOf, partitionIdOf } from '../../sim/read/nodes.ts';
import { topicView } from '../../sim/read/partitions.ts';
import { argKinds, type ArgKind } from '../../sim/trace/arg-kinds.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import type { NodeId, PartitionId, World } from '../../sim/world.ts';

/* What a question is about: a topic, a partition, groups, a consumer, a producer. What is shown of the run must be about the same. */

/** A fact and what it is asked about. */
export interface Topical {
  readonly fact: string;
  readonly args: readonly ArgValue[];
}

interface Subject {
  /** Null: the question names no such thing, so any will do. */
  readonly partitions: readonly PartitionId[] | null;
  readonly groups: readonly string[] | null;
  readonly consumers: readonly NodeId[] | null;
  readonly producer: NodeId | null;
}

/**
 * Is an entry about what is asked? False where it tells of another topic, partition, group, consumer or producer than the question names, and for
 * Kafka's own topics. An entry that names none of them may be about anything.
 * @param world a World that knows every name in the question
 */
export function isAbout(topical: Topical, world: World, entry: TraceEntry): boolean {
  const { partitions, groups, consumers, producer } = subjectOf(topical, world);
  const args = entry.args as { readonly [name: string]: unknown };
  if (args.internal === true) return false;
  if (partitions !== null && !tellsOf(entry, partitions)) return false;
  if (groups !== null && typeof args.group === 'string' && !groups.includes(args.group)) return false;
  if (consumers !== null && isClient(world, entry.node, 'consumer') && !consumers.includes(entry.node)) return false;
  const by = typeof args.producer === 'number' ? args.producer : entry.node;
  return producer === null || !isClient(world, by, 'producer') || by === producer;
}

function subjectOf({ fact, args }: Topical, world: World): Subject {
  const specs: readonly ArgSpec[] = factNamed(fact)?.args ?? [];
  const valueOf = (is: (spec: ArgSpec) => boolean): ArgValue => args[specs.findIndex(is)] ?? null;
  const client = (kind: 'consumer' | 'producer'): NodeId | null => {
    const name = valueOf((spec) => spec.kind === kind);
    return typeof name === 'string' ? (nodeNamed(world, name)?.id ?? null) : null;
  };
  const asked = valueOf(({ name, kind }) => kind === 'text' && (name === 'g' || name === 'groups'));
  const groups = typeof asked === 'string' ? [asked] : Array.isArray(asked) ? (asked as readonly string[]) : null;
  const member = valueOf(({ name, kind }) => kind === 'text' && name === 'm');
  const named = typeof member === 'string' ? (nodeNamed(world, member)?.id ?? null) : client('consumer');
  // That a position is one reader's own is shown by what the others do.
  const consumer = fact === 'position' ? null : named;
  return {
    partitions: partitionsOf(
      valueOf(({ kind }) => kind === 'partition') as PartitionRef | null,
      valueOf(({ kind }) => kind === 'record') as RecordRef | null,
      valueOf(({ kind }) => kind === 'topic') as string | null,
      world,
    ),
    groups,
    consumers: consumer !== null ? [consumer] : (groups?.flatMap((group) => membersOf(world, group)) ?? null),
    producer: client('producer'),
  };
}

function partitionsOf(
  ref: PartitionRef | null,
  record: RecordRef | null,
  topic: string | null,
  world: World,
): readonly PartitionId[] | null {
  const place = ref ?? (record?.by === 'place' ? record : null);
  if (place !== null) return [partitionIdOf(world, place.topic, place.partition)];
  return topic === null ? null : (topicView(world, topic)?.partitions ?? []);
}

/** False where the entry names partitions, and none of these is among them. */
function tellsOf({ type, args }: TraceEntry, partitions: readonly PartitionId[]): boolean {
  const kinds = Object.entries(argKinds[type] as { readonly [name: string]: ArgKind });
  const told = kinds
    .filter(([, kind]) => kind === 'partition' || kind === 'partitions')
    .flatMap(([name]) => (args as { readonly [name: string]: PartitionId | readonly PartitionId[] })[name] ?? []);
  return told.length === 0 || told.some((partition) => partitions.includes(partition));
}

function isClient(world: World, node: NodeId, kind: 'consumer' | 'producer'): boolean {
  return node >= 0 && node < world.nodes.length && nodeOf(world, node).kind === kind;
}
