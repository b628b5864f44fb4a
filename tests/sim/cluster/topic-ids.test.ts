import { expect, it } from 'vitest';
import '../../../src/sim/kraft/load.ts';
import { topicView } from '../../../src/sim/read/partitions.ts';
import { Cluster, scenario, topic } from './build.ts';

it.each(['zookeeper', 'kraft'] as const)(
  'a topic that is created again under its old name has another id (%s)',
  (mode) => {
    const cluster = new Cluster({ ...scenario({ topics: [topic('orders', 1, 3)] }), mode }).until(8);
    const first = topicView(cluster.world, 'orders')?.topicId;
    cluster.do(8, { type: 'deleteTopic', topic: 'orders' }).until(16);
    expect(topicView(cluster.world, 'orders')).toBeNull();
    cluster.do(16, { type: 'createTopic', topic: topic('orders', 1, 3) }).until(24);
    const second = topicView(cluster.world, 'orders')?.topicId;
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(second).toMatch(/^[\w-]{22}$/);
    expect(second).not.toBe(first);
  },
);
