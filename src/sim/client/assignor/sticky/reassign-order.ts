import type { StickyRules } from '../assignor.ts';
import type { Layout } from '../layout.ts';
import type { Kept } from './kept.ts';
import { changeLoad, loadsOf } from './loads.ts';

/**
 * In which order partitions are looked at for a move where all members have the same subscription: one after the other of whoever has
 * most, those that somebody else had before first, then what nobody has (AbstractStickyAssignor.sortPartitions up to 2.3). librdkafka
 * takes the first that a member has, and of those that nobody has the last (rdkafka_sticky_assignor.c, rdmap.c); kafka-python the other
 * way round (_populate_sorted_partitions).
 */
export function reassignOrder(layout: Layout, { ownerOf, previous }: Kept, rules: StickyRules): number[] {
  const left: number[][] = layout.members.map(() => []);
  const unowned: number[] = [];
  ownerOf.forEach((owner, partition) => (left[owner] ?? unowned).push(partition));
  const takesLast = rules === 'kafka-python';
  const loads = loadsOf(left.map(({ length }) => length));
  const order: number[] = [];
  while (order.length + unowned.length < ownerOf.length) {
    const member = loads.sorted[loads.sorted.length - 1] as number;
    const mine = left[member] as number[];
    const before = mine.findIndex((partition) => (previous[partition] as number) >= 0);
    const own = takesLast ? mine.length - 1 : 0;
    order.push(...mine.splice(before >= 0 ? before : own, 1));
    changeLoad(loads, member, -1);
  }
  return [...order, ...(takesLast ? unowned : unowned.reverse())];
}
