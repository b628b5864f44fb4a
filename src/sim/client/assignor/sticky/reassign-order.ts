import type { Layout } from '../layout.ts';
import { changeLoad, loadsOf } from './loads.ts';

/**
 * In which order partitions are looked at for a move where all members have the same subscription: one after the other of whoever has
 * most, those that somebody else had before first, then what nobody has (AbstractStickyAssignor.sortPartitions up to 2.3; librdkafka and
 * kafka-python have it still).
 * @param ownerOf who has each partition; -1: nobody
 * @param previous who had it before; -1: nobody
 */
export function reassignOrder(layout: Layout, ownerOf: Int32Array, previous: Int32Array): number[] {
  const left: number[][] = layout.members.map(() => []);
  const unowned: number[] = [];
  ownerOf.forEach((owner, partition) => (left[owner] ?? unowned).push(partition));
  const loads = loadsOf(left.map(({ length }) => length));
  const order: number[] = [];
  while (order.length + unowned.length < ownerOf.length) {
    const member = loads.sorted[loads.sorted.length - 1] as number;
    const mine = left[member] as number[];
    const at = Math.max(
      0,
      mine.findIndex((partition) => (previous[partition] as number) >= 0),
    );
    order.push(...mine.splice(at, 1));
    changeLoad(loads, member, -1);
  }
  return [...order, ...unowned];
}
