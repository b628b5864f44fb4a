import type { Assignor } from './assignor.ts';
import { assignmentOf, layOut, staticFirst } from './layout.ts';

/**
 * Topic by topic, each subscribed member gets a run of partitions, and where it does not come out even the first members get one more
 * (org.apache.kafka.clients.consumer.RangeAssignor). Racks are not looked at.
 */
export const rangeAssignor: Assignor = {
  name: 'range',
  eager: true,
  assign(topics, given) {
    const layout = layOut(topics, given);
    const lists: number[][] = layout.members.map(() => []);
    const subscribers: number[][] = layout.topics.map(() => []);
    for (const member of staticFirst(layout))
      for (const topic of layout.subscribed[member] as readonly number[]) subscribers[topic]?.push(member);

    subscribers.forEach((members, topic) => {
      let next = layout.firsts[topic] as number;
      const count = (layout.firsts[topic + 1] as number) - next;
      const more = count % members.length;
      const each = Math.floor(count / members.length);
      members.forEach((member, at) => {
        for (const end = next + each + (at < more ? 1 : 0); next < end; next++) lists[member]?.push(next);
      });
    });
    return assignmentOf(layout, lists);
  },
};
