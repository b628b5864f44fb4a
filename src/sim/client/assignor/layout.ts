import type { TopicPartitions } from '../../protocol/group.ts';
import type { AssignorMember, GroupAssignment } from './assignor.ts';

/**
 * An assignor's task in whole numbers. Partitions are numbered through, topic after topic by name; members are numbered by their ids.
 * Only topics with partitions that some member is subscribed to are in it (AbstractPartitionAssignor.assign).
 */
export interface Layout {
  readonly topics: readonly string[];
  /** The number of each topic's first partition, and behind the last topic the count of all partitions. */
  readonly firsts: readonly number[];
  /** The topic of each partition. */
  readonly topicOf: readonly number[];
  readonly members: readonly AssignorMember[];
  /** Each member's topics, ascending. */
  readonly subscribed: readonly (readonly number[])[];
}

/** Numbers topics, partitions and members. */
export function layOut(counts: { readonly [topic: string]: number }, given: readonly AssignorMember[]): Layout {
  const members = [...given].sort((a, b) => inCodeUnits(a.memberId, b.memberId));
  const wanted = members.flatMap((member) => member.subscription.topics);
  const topics = sortedOnce(wanted).filter((topic) => countOf(counts, topic) > 0);
  const firsts = [0];
  const topicOf: number[] = [];
  topics.forEach((topic, at) => {
    for (let partition = countOf(counts, topic); partition > 0; partition--) topicOf.push(at);
    firsts.push(topicOf.length);
  });
  const subscribed = members.map(({ subscription }) =>
    sortedOnce(subscription.topics)
      .map((topic) => placeOf(topics, topic))
      .filter((at) => at >= 0),
  );
  return { topics, firsts, topicOf, members, subscribed };
}

/** Names in code-unit order, each once. */
export function sortedOnce(names: readonly string[]): string[] {
  return [...names].sort(inCodeUnits).filter((name, at, all) => name !== all[at - 1]);
}

/** Is a member subscribed to a topic? 1 for yes, at member x topics + topic. */
export function wishesOf({ topics, subscribed }: Layout): Uint8Array {
  const wants = new Uint8Array(subscribed.length * topics.length);
  subscribed.forEach((list, member) => {
    for (const topic of list) wants[member * topics.length + topic] = 1;
  });
  return wants;
}

function countOf(counts: { readonly [topic: string]: number }, topic: string): number {
  return Object.hasOwn(counts, topic) ? (counts[topic] ?? 0) : 0;
}

/** Java's String.compareTo. */
export function inCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * The numbers of some partitions. Those that a topic has not got (it was deleted and made again with fewer) are left out:
 * Kafka's sticky assignors would keep them.
 */
export function numbersOf(layout: Layout, partitions: readonly TopicPartitions[]): number[] {
  const numbers: number[] = [];
  for (const { topic, partitions: ofTopic } of partitions) {
    const at = placeOf(layout.topics, topic);
    if (at < 0) continue;
    const first = layout.firsts[at] as number;
    const end = layout.firsts[at + 1] as number;
    for (const partition of ofTopic) if (partition >= 0 && first + partition < end) numbers.push(first + partition);
  }
  return numbers;
}

function placeOf(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted ? low : -1;
}

/** Lists of partitions' numbers, one for each member, as an assignment: by topic, then by partition. */
export function assignmentOf(layout: Layout, lists: readonly (readonly number[])[]): GroupAssignment {
  return layout.members.map(({ memberId }, at) => ({
    memberId,
    assignment: { assignedPartitions: byTopic(layout, lists[at] as readonly number[]) },
  }));
}

function byTopic(layout: Layout, list: readonly number[]): TopicPartitions[] {
  const found: { topic: string; partitions: number[] }[] = [];
  let topic = -1;
  let partitions: number[] = [];
  for (const number of [...list].sort((a, b) => a - b)) {
    const at = layout.topicOf[number] as number;
    if (at !== topic) {
      topic = at;
      partitions = [];
      found.push({ topic: layout.topics[at] as string, partitions });
    }
    partitions.push(number - (layout.firsts[at] as number));
  }
  return found;
}

/** Members as range and round robin walk over them: static ones by their instance ids, then the others by their ids (MemberInfo.compareTo). */
export function staticFirst({ members }: Layout): number[] {
  return members
    .map((_, at) => at)
    .sort((a, b) => {
      const one = (members[a] as AssignorMember).groupInstanceId;
      const other = (members[b] as AssignorMember).groupInstanceId;
      if (one !== null && other !== null) return inCodeUnits(one, other);
      if (one !== null) return -1;
      return other === null ? a - b : 1;
    });
}
