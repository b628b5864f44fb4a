import type { ConsumerState } from '../../sim/client/state.ts';
import { membersOf } from '../../sim/facts/group-members.ts';
import { nodeNamed, nodeOf } from '../../sim/read/nodes.ts';
import { partitionView } from '../../sim/read/partitions.ts';
import type { Micros } from '../../sim/time.ts';
import type { EntryType, TraceEntry } from '../../sim/trace/entry.ts';
import type { PartitionId, World } from '../../sim/world.ts';
import { nameArg, numberOf } from './look.ts';
import type { Asked, Asking } from './misconception.ts';

/* What beliefs about groups look at: the lives of their members in a stretch, and what was written meanwhile. */

/** The consumer that a question about what is printed asks about; null when there is none of that name. */
export function consumerArg(asking: Asking): { readonly node: number; readonly state: ConsumerState } | null {
  const node = nodeNamed(asking.after.world, nameArg(asking));
  return node?.kind === 'consumer' ? { node: node.id, state: node.state as ConsumerState } : null;
}

/** Entries of a type in the stretch, in order; of one node, or of several. */
export function entriesOf<T extends EntryType>(
  { entries }: Asking,
  type: T,
  nodes: readonly number[],
): readonly TraceEntry<T>[] {
  const found: TraceEntry<T>[] = [];
  for (const entry of entries)
    if (entry.type === type && nodes.includes(entry.node)) found.push(entry as TraceEntry<T>);
  return found;
}

/** When the member of a group that a question is about was killed, and what its members had processed by then in the stretch. */
export interface Killed {
  readonly crash: TraceEntry<'ProcessCrashed'>;
  /** The last start of that process before; null: before the stretch. */
  readonly started: TraceEntry<'ProcessStarted'> | null;
  readonly processed: readonly TraceEntry<'RecordsProcessed'>[];
  readonly state: ConsumerState;
}

/** The first member of the group in the question that was killed in the stretch; null: none was. */
export function killedIn(asking: Asking): Killed | null {
  const members = membersOf(asking.after.world, nameArg(asking));
  const crash = entriesOf(asking, 'ProcessCrashed', members)[0];
  if (crash === undefined) return null;
  const starts = entriesOf(asking, 'ProcessStarted', [crash.node]).filter(({ seq }) => seq < crash.seq);
  const processed = entriesOf(asking, 'RecordsProcessed', members).filter(({ seq }) => seq < crash.seq);
  const { state } = nodeOf(asking.after.world, crash.node);
  return { crash, started: starts.at(-1) ?? null, processed, state: state as ConsumerState };
}

/** How many records these entries are about, in a log without gaps. */
export function countIn(entries: readonly TraceEntry<'RecordsProcessed'>[]): number {
  return entries.reduce((sum, { args }) => sum + args.to - args.from, 0);
}

/** The partitions that a consumer reads at the end of the stretch. */
export function partitionsOf({ assigned }: ConsumerState): readonly PartitionId[] {
  return assigned.map(({ id }) => id);
}

/** How many records leaders have written to these partitions after an instant of the stretch. */
export function writtenAfter({ entries }: Asking, partitions: readonly PartitionId[], after: Micros): number {
  let count = 0;
  for (const entry of entries) {
    if (entry.type !== 'RecordsAppended' || entry.t <= after) continue;
    if (partitions.includes(entry.args.partition)) count += entry.args.to - entry.args.from;
  }
  return count;
}

/** How many records these partitions hold. */
export function heldIn(asked: Asked, partitions: readonly PartitionId[]): number {
  const held = (id: PartitionId): number => numberOf(asked, `count(${partitionView(asked.world, id).name})`) ?? 0;
  return partitions.reduce((sum, id) => sum + held(id), 0);
}

/** Where the members of a group stand in a partition at an instant; null: none of them reads it. */
export function positionOfGroup(world: World, group: string, partition: PartitionId): number | null {
  for (const node of membersOf(world, group)) {
    const { assigned } = nodeOf(world, node).state as ConsumerState;
    const position = assigned.find(({ id }) => id === partition)?.position ?? null;
    if (position !== null) return position;
  }
  return null;
}
