import { numbersOf, sortedOnce, type Layout } from '../layout.ts';

/** What members say that they own, after quarrels are settled. */
export interface Claims {
  /** Are all subscribed to the same topics? */
  readonly equal: boolean;
  /** What each member may keep, in the order in which it named it. */
  readonly owned: readonly (readonly number[])[];
  /** Does more than one member of one generation claim a partition? 1 for yes. */
  readonly disputed: Uint8Array;
  readonly maxGeneration: number;
}

/**
 * Who owns what (AbstractStickyAssignor.allSubscriptionsEqual): of two claims the one of the later generation stands; of two of the same
 * generation neither does.
 */
export function claimsOf(layout: Layout): Claims {
  const { members } = layout;
  const owned: number[][] = members.map(() => []);
  const ownerOf = new Int32Array(layout.topicOf.length).fill(-1);
  const disputed = new Uint8Array(layout.topicOf.length);
  let maxGeneration = -1;
  members.forEach(({ subscription }, member) => {
    const generation = subscription.generationId;
    if (generation > maxGeneration) maxGeneration = generation;
    const mine = owned[member] as number[];
    for (const partition of numbersOf(layout, subscription.ownedPartitions)) {
      const other = ownerOf[partition] as number;
      if (other < 0) {
        mine.push(partition);
        ownerOf[partition] = member;
        continue;
      }
      const others = members[other]?.subscription.generationId ?? -1;
      if (generation < others) continue;
      if (generation === others) disputed[partition] = 1;
      else mine.push(partition);
      const theirs = owned[other] as number[];
      const at = theirs.indexOf(partition);
      if (at >= 0) theirs.splice(at, 1);
      ownerOf[partition] = member;
    }
  });
  return { equal: subscriptionsEqual(layout), owned, disputed, maxGeneration };
}

/** By what members ask for, topics included that metadata does not know. */
function subscriptionsEqual({ members }: Layout): boolean {
  const [first, ...rest] = members;
  if (first === undefined) return true;
  const topics = sortedOnce(first.subscription.topics);
  return rest.every(({ subscription }) => {
    const others = sortedOnce(subscription.topics);
    return others.length === topics.length && others.every((topic, at) => topic === topics[at]);
  });
}
