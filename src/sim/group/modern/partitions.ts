import type { TopicPartitions } from '../../protocol/group.ts';
import type { PartitionsByTopic } from './state.ts';

/** No partitions. */
export const NO_PARTITIONS: PartitionsByTopic = {};

/** Are the names equal, in the same order? */
export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/** Names in the order of their code units, each once: what Kafka makes of a member's topics (ConsumerGroupMember.Builder). */
export function sortedNames(names: readonly string[]): string[] {
  return [...names].sort(byCodeUnits).filter((name, index, all) => name !== all[index - 1]);
}

/** Java's String.compareTo. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Do both hold the same partitions? */
export function samePartitions(a: PartitionsByTopic, b: PartitionsByTopic): boolean {
  if (a === b) return true;
  const topics = Object.keys(a);
  if (topics.length !== Object.keys(b).length) return false;
  return topics.every((topic) => sameNumbers(a[topic] ?? [], b[topic]));
}

function sameNumbers(a: readonly number[], b: readonly number[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((one, index) => one === b[index]);
}

/** Is every partition of a request one of these (GroupMetadataManager.isSubset)? */
export function isSubset(part: readonly TopicPartitions[] | null, whole: PartitionsByTopic): boolean {
  if (part === null) return false;
  return part.every(({ topic, partitions }) => {
    const known = whole[topic];
    return known !== undefined && partitions.every((partition) => known.includes(partition));
  });
}

/** As requests, answers and records have them: topics in order of their names. */
export function toWire(partitions: PartitionsByTopic): TopicPartitions[] {
  return Object.keys(partitions).map((topic) => ({ topic, partitions: partitions[topic] ?? [] }));
}

/** From a request, an answer or a record. */
export function fromWire(wire: readonly TopicPartitions[]): PartitionsByTopic {
  const lists = noLists();
  for (const { topic, partitions } of wire) lists[topic] = [...partitions];
  return inOrder(lists);
}

/** Partitions by topic while they are put together. */
export type Lists = Record<string, number[]>;

/** Lists without a topic. */
export function noLists(): Lists {
  return Object.create(null) as Lists;
}

/** Adds a partition. */
export function addTo(lists: Lists, topic: string, partition: number): void {
  const list = lists[topic];
  if (list === undefined) lists[topic] = [partition];
  else list.push(partition);
}

/** Topics and partitions in order; topics without partitions go. The lists are sorted in place. */
export function inOrder(lists: Lists): PartitionsByTopic {
  const ordered: Record<string, readonly number[]> = {};
  for (const topic of Object.keys(lists).sort(byCodeUnits)) {
    const list = lists[topic] ?? [];
    if (list.length > 0) ordered[topic] = list.sort((a, b) => a - b);
  }
  return ordered;
}

/** Those of `a` that are in `b`, and those that are not; both ascending. */
export function split(
  a: readonly number[],
  b: readonly number[],
): { readonly both: number[]; readonly only: number[] } {
  const both: number[] = [];
  const only: number[] = [];
  let next = 0;
  for (const one of a) {
    while (next < b.length && (b[next] as number) < one) next += 1;
    (b[next] === one ? both : only).push(one);
  }
  return { both, only };
}
