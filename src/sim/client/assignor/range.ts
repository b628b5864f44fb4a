import type { Assignor } from './assignor.ts';
import { assignmentOf, layOut, staticFirst } from './layout.ts';
import { nearFirst } from './range-racks.ts';
import { assignRuns, topicTask } from './range-task.ts';
import { racksOf } from './racks.ts';

/**
 * Topic by topic, each subscribed member gets a run of partitions, and where it does not come out even the first members get one more
 * (org.apache.kafka.clients.consumer.RangeAssignor). From 3.5 on, partitions with a replica in a member's rack come first (KIP-881).
 */
export const rangeAssignor: Assignor = {
  name: 'range',
  eager: true,
  assign(topics, given, { racks: known = null } = {}) {
    const layout = layOut(topics, given);
    const lists: number[][] = layout.members.map(() => []);
    const subscribers: number[][] = layout.topics.map(() => []);
    for (const member of staticFirst(layout))
      for (const topic of layout.subscribed[member] as readonly number[]) subscribers[topic]?.push(member);
    const tasks = subscribers.map((members, topic) => topicTask(layout, topic, members));
    const racks = racksOf(layout, known);
    if (racks !== null) nearFirst(tasks, racks, lists);
    for (const task of tasks) assignRuns(task, lists, null);
    return assignmentOf(layout, lists);
  },
};
