import { idOf } from '../../sim/facts/lookup.ts';
import { brokerNode } from '../../sim/read/nodes.ts';
import { partitionView, type PartitionView } from '../../sim/read/partitions.ts';
import type { Seq } from '../../sim/world.ts';
import { firstOf, partitionArg } from './look.ts';
import type { Asking } from './misconception.ts';

/* What beliefs about who leads look at: the partition as it was before, and who is alive at the end. */

/** The partition in question as it was when the step began; null when the question is not who leads it. */
export function ledPartition(asking: Asking): PartitionView | null {
  const ref = asking.fact === 'leader' ? partitionArg(asking) : null;
  return ref === null ? null : partitionView(asking.before.world, idOf(asking.before.world, ref));
}

/** Is a broker alive at the step's end? */
export function isUp({ after }: Asking, broker: number): boolean {
  return brokerNode(after.world, broker)?.status === 'running';
}

/** The election for the partition in question, or the entry that says that it has no leader; null when it kept its own. */
export function decisionAbout(asking: Asking): Seq | null {
  const ref = partitionArg(asking);
  if (ref === null) return null;
  const id = idOf(asking.before.world, ref);
  return (
    firstOf(asking, 'LeaderElected', ({ args }) => args.partition === id) ??
    firstOf(asking, 'PartitionOffline', ({ args }) => args.partition === id)
  );
}

/** The entries of the stretch in which a partition that had a leader gets another one; first leaders are left out. */
export function movesOfLeaders({ entries }: Asking): readonly Seq[] {
  return entries.flatMap((entry) => (entry.type === 'LeaderElected' && entry.args.previous >= 0 ? [entry.seq] : []));
}
