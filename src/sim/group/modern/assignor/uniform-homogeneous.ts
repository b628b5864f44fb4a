import type { PartitionsByTopic } from '../state.ts';
import { addTo, byCodeUnits, inOrder, noLists, type Lists } from '../partitions.ts';
import type { GroupSpec, MemberSpec } from './assignor.ts';

interface Share {
  readonly memberId: string;
  readonly previous: PartitionsByTopic;
  readonly kept: Lists;
  changed: boolean;
  room: number;
}

/**
 * Equal subscriptions (org.apache.kafka.coordinator.group.assignor.UniformHomogeneousAssignmentBuilder): every member's quota is the number
 * of partitions by that of members, the first ones get one more. A member keeps what it had up to its quota; the rest, and what nobody had,
 * fills those who have room. All topics must be there.
 */
export function assignHomogeneous({ members, partitionCounts }: GroupSpec): Record<string, PartitionsByTopic> {
  const topics = [...(members[0]?.topics ?? [])].sort(byCodeUnits);
  if (topics.length === 0) return {};
  const taken = marksOf(topics, members, partitionCounts);
  const free = unassigned(topics, taken);
  const total = topics.reduce((sum, topic) => sum + (partitionCounts[topic] ?? 0), 0);
  const quota = Math.floor(total / members.length);
  const extras = total % members.length;
  const shares = members.map((member, index) => keep(member, quota + (index < extras ? 1 : 0), taken, free));

  let next = 0;
  for (const share of shares) {
    for (; share.room > 0 && next < free.length; share.room -= 1, next += 1) {
      const [topic, partition] = free[next] as readonly [string, number];
      addTo(share.kept, topic, partition);
      share.changed = true;
    }
  }
  const assignment: Record<string, PartitionsByTopic> = {};
  for (const { memberId, previous, kept, changed } of shares) assignment[memberId] = changed ? inOrder(kept) : previous;
  return assignment;
}

/** By topic: 1 for each partition that is in somebody's target. */
type Marks = Record<string, Uint8Array>;

function marksOf(
  topics: readonly string[],
  members: readonly MemberSpec[],
  counts: Readonly<Record<string, number>>,
): Marks {
  const taken = Object.create(null) as Marks;
  for (const topic of topics) taken[topic] = new Uint8Array(counts[topic] ?? 0);
  for (const { previous } of members) {
    for (const topic of Object.keys(previous)) {
      const marks = taken[topic];
      if (marks === undefined) continue;
      for (const partition of previous[topic] ?? []) marks[partition] = 1;
    }
  }
  return taken;
}

/** Partitions that are in nobody's target yet, by topic and number. */
function unassigned(topics: readonly string[], taken: Marks): (readonly [string, number])[] {
  const free: (readonly [string, number])[] = [];
  for (const topic of topics) {
    taken[topic]?.forEach((mark, partition) => {
      if (mark === 0) free.push([topic, partition]);
    });
  }
  return free;
}

/** What a member keeps of its previous target; what is too much goes to the end of `free`. */
function keep(
  { memberId, previous }: MemberSpec,
  quota: number,
  subscribed: Marks,
  free: (readonly [string, number])[],
): Share {
  const kept = noLists();
  let room = quota;
  let changed = false;
  for (const topic of Object.keys(previous)) {
    const partitions = previous[topic] ?? [];
    if (subscribed[topic] === undefined) {
      changed = true;
      continue;
    }
    const stay = Math.min(room, partitions.length);
    if (stay > 0) kept[topic] = partitions.slice(0, stay);
    room -= stay;
    for (let index = stay; index < partitions.length; index += 1) {
      free.push([topic, partitions[index] as number]);
      changed = true;
    }
  }
  return { memberId, previous, kept, changed, room };
}
