import type { Layout } from './layout.ts';

/** A topic whose partitions are being shared out by ranges (RangeAssignor.TopicAssignmentState). */
export interface RangeTask {
  /** Who is subscribed, in the order in which they are served. */
  readonly members: readonly number[];
  /** Its first partition, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** Partitions that nobody has yet, ascending. */
  readonly free: number[];
  /** How many each member has, in the order of `members`. */
  readonly sizes: number[];
  readonly each: number;
  /** How many members may still get one more than that. */
  more: number;
}

/** @param members who are subscribed to the topic: somebody is */
export function topicTask({ firsts }: Layout, topic: number, members: readonly number[]): RangeTask {
  const first = firsts[topic] as number;
  const count = (firsts[topic + 1] as number) - first;
  const free = Array.from({ length: count }, (_, partition) => first + partition);
  const each = Math.floor(count / members.length);
  return { members, first, count, free, sizes: members.map(() => 0), each, more: count % members.length };
}

/** How many partitions of the topic a member may still get. @param at its place among them */
export function roomOf({ each, more, sizes }: RangeTask, at: number): number {
  return Math.max(0, each + (more > 0 ? 1 : 0) - (sizes[at] as number));
}

/** Gives a member one of the free partitions, or some that follow one another there. */
export function give(task: RangeTask, at: number, partitions: readonly number[], lists: readonly number[][]): void {
  lists[task.members[at] as number]?.push(...partitions);
  task.sizes[at] = (task.sizes[at] as number) + partitions.length;
  if (task.sizes[at] > task.each) task.more -= 1;
  for (const partition of partitions) task.free.splice(task.free.indexOf(partition), 1);
}

/**
 * RangeAssignor.assignRanges: one member after another gets the first partitions that it may have.
 * @param allowed null: it may have all
 */
export function assignRuns(
  task: RangeTask,
  lists: readonly number[][],
  allowed: ((member: number, partition: number) => boolean) | null,
): void {
  for (let at = 0; at < task.members.length && task.free.length > 0; at++) {
    const member = task.members[at] as number;
    const may = allowed === null ? task.free : task.free.filter((partition) => allowed(member, partition));
    const run = may.slice(0, roomOf(task, at));
    if (run.length > 0) give(task, at, run, lists);
  }
}
