import { describe, expect, it } from 'vitest';
import { vecGet } from '../../../src/lib/vec.ts';
import { TestCluster } from '../zookeeper/support.ts';

const ASSIGNMENT = [
  [1, 2, 3],
  [2, 3, 1],
];

function cluster(config: Record<string, string> = {}): TestCluster {
  const c = new TestCluster({ config }).runTo(1).makeController(1);
  c.createTopic('t', ASSIGNMENT, { 'retention.ms': '1000' });
  c.createTopic('u', ASSIGNMENT);
  return c.run(2);
}

const remove = (c: TestCluster, name = 't', node = c.controller()): unknown =>
  c.ask(node, { type: 'DeleteTopicsRequest', topicNames: [name], timeoutMs: 5000 }, 'DeleteTopicsResponse').responses[0]
    ?.errorCode;
const hosts = (c: TestCluster, broker: number, topic: string): boolean =>
  (c.world.names.index[topic] ?? []).some((id) => (vecGet(c.broker(broker).replicas, id) ?? null) !== null);
const knows = (c: TestCluster, broker: number, topic: string): boolean =>
  c.broker(broker).metadata.topics.some(({ name }) => name === topic);

describe('a topic that is deleted', () => {
  it('is gone from every broker, from their metadata, and from ZooKeeper with its settings; others stay', () => {
    const c = cluster();
    expect(remove(c)).toBe('NONE');
    c.run(2);
    for (const id of [1, 2, 3]) {
      expect([hosts(c, id, 't'), knows(c, id, 't')]).toEqual([false, false]);
      expect([hosts(c, id, 'u'), knows(c, id, 'u')]).toEqual([true, true]);
    }
    for (const path of ['/brokers/topics/t', '/config/topics/t', '/admin/delete_topics/t'])
      expect(c.znode(path)).toBeNull();
    expect(c.of('TopicDeleted').map(({ args }) => args.topic)).toEqual(['t']);
    expect(c.broker(1).controller?.topics.map(({ name }) => name)).toEqual(['u']);
  });

  it('waits for a broker with a copy that is down, and goes when that broker is back', () => {
    const c = cluster();
    c.crash('broker-3').run(30);
    // It has left every broker's metadata, so the operator is told that all is well.
    expect(remove(c)).toBe('NONE');
    c.run(20);
    expect(hosts(c, 2, 't')).toBe(false);
    expect(c.of('TopicDeleted')).toEqual([]);
    expect(c.znode('/brokers/topics/t')).not.toBeNull();
    expect(hosts(c, 3, 't')).toBe(true);
    c.start('broker-3').run(30);
    expect(c.of('TopicDeleted')).toHaveLength(1);
    expect(hosts(c, 3, 't')).toBe(false);
    expect(c.znode('/brokers/topics/t')).toBeNull();
    expect(c.broker(3).lifecycle.value).toBe('RUNNING');
  });

  it('is left alone when its leader wants to stop: only the partitions of other topics are moved away', () => {
    const c = cluster();
    c.crash('broker-3').run(30);
    // The next controller finds a topic to delete that has a copy on a broker that is away, so it waits before it begins.
    c.zk([
      { op: 'delete', path: '/controller', version: -1 },
      { op: 'create', path: '/admin/delete_topics/t', data: null, ephemeral: false, sequential: false },
    ]);
    c.run(5);
    expect([c.state('t', 1).leader, c.state('u', 1).leader]).toEqual([2, 2]);
    const { brokerEpoch } = c.broker(2);
    const request = { type: 'ControlledShutdownRequest', brokerId: 2, brokerEpoch } as const;
    expect(c.ask(c.controller(), request, 'ControlledShutdownResponse').remainingPartitions).toEqual([]);
    expect([c.state('t', 1).leader, c.state('u', 1).leader]).toEqual([2, 1]);
    expect([c.state('t', 0).isr, c.state('u', 0).isr]).toEqual([[1, 2], [1]]);
  });

  it('goes on being deleted by the next controller', () => {
    const c = cluster();
    c.crash('broker-3').run(30);
    remove(c);
    c.crash('broker-1').run(30);
    expect(c.controller()).toBe(2);
    c.start('broker-1').start('broker-3').run(60);
    expect(c.znode('/brokers/topics/t')).toBeNull();
    for (const id of [1, 2, 3]) expect(hosts(c, id, 't')).toBe(false);
  });

  it('has no leader elected while it goes', () => {
    const c = cluster();
    c.crash('broker-3').run(30);
    remove(c);
    const before = c.of('LeaderElected').filter(({ args }) => args.partition < 2).length;
    c.crash('broker-2').run(30);
    expect(c.of('LeaderElected').filter(({ args }) => args.partition < 2)).toHaveLength(before);
  });

  it('may be made again under the same name, empty', () => {
    const c = cluster();
    remove(c);
    c.run(2);
    c.createTopic('t', [[3, 1]]);
    c.run(2);
    expect(c.state('t', 0)).toMatchObject({ leader: 3, leaderEpoch: 0, isr: [3, 1] });
    expect(hosts(c, 2, 't')).toBe(false);
  });

  it.each([
    ['that nobody knows', 'nobody', {}, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['where delete.topic.enable is false', 't', { 'delete.topic.enable': 'false' }, 'TOPIC_DELETION_DISABLED'],
  ])('is refused %s', (_, name, config, error) => {
    expect(remove(cluster(config as Record<string, string>), name)).toBe(error);
  });

  it('is refused by a broker that is not the controller', () => {
    const c = cluster();
    expect(remove(c, 't', 2)).toBe('NOT_CONTROLLER');
  });
});
