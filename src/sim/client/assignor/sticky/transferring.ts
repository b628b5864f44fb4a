import { numbersOf, type Layout } from '../layout.ts';

/**
 * Partitions that one member gets and another loses (CooperativeStickyAssignor.computePartitionsTransferringOwnership).
 * @returns 1 for each that does, by its number
 */
export function transferringOf(layout: Layout, lists: readonly (readonly number[])[]): Uint8Array {
  const count = layout.topicOf.length;
  const added = new Uint8Array(count);
  const transferring = new Uint8Array(count);
  // Who was seen last to own a partition, and to be given it: members are looked at one after another.
  const ownedBy = new Int32Array(count).fill(-1);
  const givenTo = new Int32Array(count).fill(-1);
  const claims = layout.members.map(({ subscription }) => numbersOf(layout, subscription.ownedPartitions));
  claims.forEach((owned, member) => {
    for (const partition of owned) ownedBy[partition] = member;
    for (const partition of lists[member] as readonly number[]) {
      givenTo[partition] = member;
      if (ownedBy[partition] !== member) added[partition] = 1;
    }
  });
  claims.forEach((owned, member) => {
    for (const partition of owned)
      if (givenTo[partition] !== member && added[partition] === 1) transferring[partition] = 1;
  });
  return transferring;
}
