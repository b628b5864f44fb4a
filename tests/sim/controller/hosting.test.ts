import { describe, expect, it } from 'vitest';
import { vecGet } from '../../../src/lib/vec.ts';
import { TestCluster } from '../zookeeper/support.ts';

describe('a broker that begins to host a topic', () => {
  it('knows its settings before it leads: no moment has the defaults', () => {
    const c = new TestCluster().runTo(1);
    c.send(c.controller(), {
      type: 'CreateTopicsRequest',
      topics: [
        {
          name: 't',
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [{ partitionIndex: 0, brokerIds: [1, 2, 3] }],
          configs: [{ name: 'min.insync.replicas', value: '2' }],
        },
      ],
      timeoutMs: 5000,
    });
    let seen = 0;
    for (let i = 0; i < 400; i++) {
      c.step();
      for (const id of [1, 2, 3]) {
        const replica = vecGet(c.broker(id).replicas, 0) ?? null;
        if (replica === null) continue;
        seen += 1;
        expect([id, replica.topicConfig.minInsyncReplicas]).toEqual([id, 2]);
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('goes on with it in another session when the one in which it asked has expired', () => {
    const c = new TestCluster().runTo(1).makeController(1);
    // Broker 3 hears of the topic and cannot ask ZooKeeper for its settings.
    c.intervene({ type: 'cutLink', from: 'zookeeper-1', to: 'broker-3' });
    c.createTopic('t', [[3, 1]]);
    c.run(40).intervene({ type: 'healLink', from: 'zookeeper-1', to: 'broker-3' }).run(40);
    expect(c.of('SessionExpired').length).toBeGreaterThan(0);
    expect(c.state('t', 0).isr.slice().sort()).toEqual([1, 3]);
    expect(c.broker(3).held).toEqual([]);
  });
});
