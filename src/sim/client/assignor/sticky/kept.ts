import { numbersOf, type Layout } from '../layout.ts';
import type { Claims } from './claims.ts';

/** What a general assignment begins with. */
export interface Kept {
  /** Who has each partition; -1: nobody. */
  readonly ownerOf: Int32Array;
  /** Does somebody lose one because it is not subscribed to it any more? */
  readonly revocationRequired: boolean;
  /** Who had each partition before, and is subscribed to it; -1: nobody. */
  readonly previous: Int32Array;
}

/**
 * What members keep to begin with: what they own and are still subscribed to (GeneralAssignmentBuilder.assignOwnedPartitions).
 * @param wants is a member subscribed to a topic? At member x topics + topic
 */
export function keepSubscribed(layout: Layout, claims: Claims, wants: Uint8Array): Kept {
  const { owned } = claims;
  const ownerOf = new Int32Array(layout.topicOf.length).fill(-1);
  let revocationRequired = false;
  owned.forEach((list, member) => {
    for (const partition of list) {
      if (wants[member * layout.topics.length + (layout.topicOf[partition] as number)] === 1)
        ownerOf[partition] = member;
      else revocationRequired = true;
    }
  });
  return { ownerOf, revocationRequired, previous: previousOwners(layout, claims, wants) };
}

/**
 * Who had each partition in an earlier generation, the latest of them (prepopulateCurrentAssignments). Kafka does not ask whether that
 * member is still subscribed, and could give it what it does not want; here it must be.
 * @param wants is a member subscribed to a topic? At member x topics + topic
 */
function previousOwners(layout: Layout, { maxGeneration }: Claims, wants: Uint8Array): Int32Array {
  const previous = new Int32Array(layout.topicOf.length).fill(-1);
  const generations = new Int32Array(layout.topicOf.length).fill(-2);
  layout.members.forEach(({ subscription }, member) => {
    if (subscription.generationId >= maxGeneration) return;
    for (const partition of numbersOf(layout, subscription.ownedPartitions)) {
      if (wants[member * layout.topics.length + (layout.topicOf[partition] as number)] !== 1) continue;
      if (subscription.generationId <= (generations[partition] as number)) continue;
      generations[partition] = subscription.generationId;
      previous[partition] = member;
    }
  });
  return previous;
}

/**
 * The same in 2.8 (AbstractStickyAssignor.prepopulateCurrentAssignments): the claim of the latest generation stands, of one generation the
 * first, and who had the partition before is whose claim comes next, whatever the latest generation of the group is.
 * @param wants is a member subscribed to a topic? At member x topics + topic
 */
export function keepAsIn28(layout: Layout, wants: Uint8Array): Kept {
  const { topicOf, topics, members } = layout;
  const wanted = (member: number, partition: number): boolean =>
    wants[member * topics.length + (topicOf[partition] as number)] === 1;
  /** Of each partition its claims, those of the latest generation first. */
  const claims: number[][] = topicOf.map(() => []);
  const generationOf = (member: number): number => members[member]?.subscription.generationId ?? -1;
  members.forEach(({ subscription }, member) => {
    for (const partition of numbersOf(layout, subscription.ownedPartitions)) {
      const list = claims[partition] as number[];
      const same = list.findIndex((other) => generationOf(other) === subscription.generationId);
      // Who says no generation is taken at its word, the last of them.
      if (same < 0) list.push(member);
      else if (subscription.generationId < 0) list[same] = member;
    }
  });
  const ownerOf = new Int32Array(topicOf.length).fill(-1);
  const previous = new Int32Array(topicOf.length).fill(-1);
  let revocationRequired = false;
  claims.forEach((list, partition) => {
    const [owner, before] = list.sort((a, b) => generationOf(b) - generationOf(a));
    if (owner === undefined) return;
    if (wanted(owner, partition)) ownerOf[partition] = owner;
    else revocationRequired = true;
    if (before !== undefined && wanted(before, partition)) previous[partition] = before;
  });
  return { ownerOf, revocationRequired, previous };
}
