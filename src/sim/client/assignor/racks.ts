import type { Layout } from './layout.ts';

/** Racks of the replicas of each partition of each topic, as far as their brokers are there and have one. */
export type TopicRacks = { readonly [topic: string]: readonly (readonly string[])[] };

/** Where members and replicas are (KIP-881), in the numbers of a layout. */
export interface Racks {
  /** Each member's rack; null: it does not say. */
  readonly ofMember: readonly (string | null)[];
  /** The racks of each partition's replicas. */
  readonly ofPartition: readonly (readonly string[])[];
}

const NOWHERE: readonly string[] = [];

/** @param topics null: the client that shares out knows nothing of racks */
export function racksOf({ topics: names, topicOf, firsts, members }: Layout, topics: TopicRacks | null): Racks | null {
  if (topics === null) return null;
  const ofMember = members.map(({ subscription }) => (subscription.rackId === '' ? null : subscription.rackId));
  if (ofMember.every((rack) => rack === null)) return null;
  const ofPartition = topicOf.map((topic, partition) => {
    const racks = topics[names[topic] as string]?.[partition - (firsts[topic] as number)] ?? NOWHERE;
    return racks.filter((rack, at) => racks.indexOf(rack) === at);
  });
  return { ofMember, ofPartition };
}

/**
 * Do racks matter (AbstractPartitionAssignor.useRackAwareAssignment)? Not where no member's rack has a replica, nor where every partition is
 * in all the racks there are.
 * @param members who take part
 * @param from,to the partitions that are shared out: from the first, before the other
 */
export function rackAware(racks: Racks, members: readonly number[], from: number, to: number): boolean {
  const all: string[] = [];
  for (let partition = from; partition < to; partition++)
    for (const rack of racks.ofPartition[partition] as readonly string[]) if (!all.includes(rack)) all.push(rack);
  if (!members.some((member) => all.includes(racks.ofMember[member] ?? ''))) return false;
  for (let partition = from; partition < to; partition++)
    if ((racks.ofPartition[partition] as readonly string[]).length < all.length) return true;
  return false;
}

/** Is a replica in the member's rack? @returns `otherwise` when the member does not say where it is */
export function isNear(
  { ofMember, ofPartition }: Racks,
  member: number,
  partition: number,
  otherwise: boolean,
): boolean {
  const rack = ofMember[member] ?? null;
  return rack === null ? otherwise : (ofPartition[partition] as readonly string[]).includes(rack);
}
