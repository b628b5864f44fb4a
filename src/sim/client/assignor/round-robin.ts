import type { Assignor } from './assignor.ts';
import { assignmentOf, layOut, staticFirst, wishesOf } from './layout.ts';

/**
 * All partitions of all topics are dealt like cards; who is not subscribed to a topic is passed over
 * (org.apache.kafka.clients.consumer.RoundRobinAssignor).
 */
export const roundRobinAssignor: Assignor = {
  name: 'roundrobin',
  eager: true,
  assign(topics, given) {
    const layout = layOut(topics, given);
    const lists: number[][] = layout.members.map(() => []);
    const circle = staticFirst(layout);
    const wants = wishesOf(layout);
    let at = 0;
    for (let partition = 0; partition < layout.topicOf.length; partition++) {
      const topic = layout.topicOf[partition] as number;
      // Somebody is subscribed to every topic of the layout.
      while (wants[(circle[at] as number) * layout.topics.length + topic] !== 1) at = (at + 1) % circle.length;
      lists[circle[at] as number]?.push(partition);
      at = (at + 1) % circle.length;
    }
    return assignmentOf(layout, lists);
  },
};
