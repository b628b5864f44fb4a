import type { ClassicGroup } from '../group/classic/state.ts';
import type { ConsumerGroup, PartitionsByTopic } from '../group/modern/state.ts';
import type { Invariant } from './invariant.ts';
import type { GroupChange } from './group-sight.ts';

/** What a group is: within a generation, or at any moment of the consumer protocol, a partition is one member's (KIP-848: also until it is given back). */
export const noDoubleAssignment: Invariant = {
  name: 'NoDoubleAssignment',
  says: 'in its coordinator’s view a partition is assigned to at most one member of a group, and with the consumer protocol to nobody before it has been given back',
  watch: () => ({
    look({ groups }, _, complain) {
      for (const { groupId, broker, before, after } of groups) {
        if (after === null || !hasMoved(before, after)) continue;
        const twice = after.protocol === 'classic' ? classicTwice(after) : modernTwice(after);
        if (twice !== null) complain(null, `broker ${broker} has ${twice} of two members of ${groupId}`);
      }
    },
  }),
};

/** Partitions by their names. */
type Seen = Record<string, boolean | undefined>;

/** Is anybody's assignment another than before? */
function hasMoved(before: GroupChange['before'], after: ClassicGroup | ConsumerGroup): boolean {
  if (before?.protocol !== after.protocol) return true;
  if (before.members === after.members) return false;
  if (after.protocol === 'consumer') return true;
  const earlier = (before as ClassicGroup).members;
  return after.members.some((member, index) => member.assignment !== earlier[index]?.assignment);
}

function classicTwice({ members }: ClassicGroup): string | null {
  const seen = Object.create(null) as Seen;
  for (const { assignment } of members)
    for (const { topic, partitions } of assignment.assignedPartitions) {
      const twice = add(seen, topic, partitions);
      if (twice !== null) return twice;
    }
  return null;
}

function modernTwice({ members }: ConsumerGroup): string | null {
  const seen = Object.create(null) as Seen;
  for (const { assignedPartitions, partitionsPendingRevocation } of Object.values(members)) {
    const twice = addAll(seen, assignedPartitions) ?? addAll(seen, partitionsPendingRevocation);
    if (twice !== null) return twice;
  }
  return null;
}

function addAll(seen: Seen, byTopic: PartitionsByTopic): string | null {
  for (const topic of Object.keys(byTopic)) {
    const twice = add(seen, topic, byTopic[topic] ?? []);
    if (twice !== null) return twice;
  }
  return null;
}

function add(seen: Seen, topic: string, partitions: readonly number[]): string | null {
  for (const partition of partitions) {
    const name = `${topic}-${partition}`;
    if (seen[name] === true) return name;
    seen[name] = true;
  }
  return null;
}
