import { numbersOf, type Layout } from '../layout.ts';
import type { Claims } from './claims.ts';

/**
 * What members keep to begin with: what they own and are still subscribed to (GeneralAssignmentBuilder.assignOwnedPartitions).
 * @param wants is a member subscribed to a topic? At member x topics + topic
 * @returns who has each partition, -1 for nobody, and whether somebody loses one because it is not subscribed to it any more
 */
export function keepSubscribed(
  layout: Layout,
  { owned }: Claims,
  wants: Uint8Array,
): { readonly ownerOf: Int32Array; readonly revocationRequired: boolean } {
  const ownerOf = new Int32Array(layout.topicOf.length).fill(-1);
  let revocationRequired = false;
  owned.forEach((list, member) => {
    for (const partition of list) {
      if (wants[member * layout.topics.length + (layout.topicOf[partition] as number)] === 1)
        ownerOf[partition] = member;
      else revocationRequired = true;
    }
  });
  return { ownerOf, revocationRequired };
}

/**
 * Who had each partition in an earlier generation, the latest of them (prepopulateCurrentAssignments). Kafka does not ask whether that
 * member is still subscribed, and could give it what it does not want; here it must be.
 * @param wants is a member subscribed to a topic? At member x topics + topic
 */
export function previousOwners(layout: Layout, { maxGeneration }: Claims, wants: Uint8Array): Int32Array {
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
