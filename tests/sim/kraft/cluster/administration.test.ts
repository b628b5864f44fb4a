import { describe, expect, it } from 'vitest';
import { logOf, replicaOf } from '../../../../src/sim/read/replicas.ts';
import { partitionView, topicView } from '../../../../src/sim/read/partitions.ts';
import { broker, Cluster, kraft, LAYOUTS, orders, producer, s, topic } from './kraft-cluster.ts';

describe.each(LAYOUTS)('what an operator asks for in era $era with $roles roles', (layout) => {
  const given = kraft(layout, { brokerCount: 5, producers: [producer('p', 'orders', { config: { acks: 'all' } })] });
  /** Nobody makes a topic by asking for it: what is deleted stays so while its producer goes on. */
  const strict = {
    ...given,
    config: { ...given.config, broker: { ...given.config.broker, 'auto.create.topics.enable': 'false' } },
  };
  const answers = (cluster: Cluster): string[] =>
    cluster.entries('AdminAnswered').map(({ args }) => `${args.request} ${args.target} ${args.error}`);

  it('is forwarded, done by the active controller and answered to whoever asked', () => {
    const cluster = new Cluster(given)
      .do(8, { type: 'createTopic', topic: topic('more', 2, 3) })
      .do(9, { type: 'createPartitions', topic: 'more', count: 4, assignment: null })
      .do(10, { type: 'createTopic', topic: topic('more', 2, 3) })
      .until(14);
    expect(answers(cluster).slice(1)).toEqual([
      'CreateTopics more NONE',
      'CreatePartitions more NONE',
      'CreateTopics more TOPIC_ALREADY_EXISTS',
    ]);
    const ids = topicView(cluster.world, 'more')?.partitions ?? [];
    expect(ids).toHaveLength(4);
    for (const id of ids) {
      const { leader, replicas, isr } = partitionView(cluster.world, id);
      expect(leader).toBe(replicas[0]);
      expect(isr).toEqual(replicas);
      // Every replica has begun its part.
      for (const replica of replicas) expect(logOf(cluster.world, replica, id)).not.toBeNull();
    }
  });

  it('takes a deleted topic from the brokers, with its logs', () => {
    const cluster = new Cluster(strict).until(8);
    const { id } = orders(cluster.world);
    expect(logOf(cluster.world, 1, id)?.logEndOffset).toBeGreaterThan(0);
    cluster.do(8, { type: 'deleteTopic', topic: 'orders' }).until(12);
    expect(topicView(cluster.world, 'orders')).toBeNull();
    for (const replica of [1, 2, 3]) expect(logOf(cluster.world, replica, id)).toBeNull();
  });

  it('takes the log of a topic that was deleted while a broker was away from it when it comes back', () => {
    const cluster = new Cluster(strict).do(8, { type: 'stop', node: 'broker-3' }).until(16);
    const { id } = orders(cluster.world);
    cluster.do(16, { type: 'deleteTopic', topic: 'orders' }).until(18);
    expect(logOf(cluster.world, 3, id)).not.toBeNull();
    cluster.do(18, { type: 'start', node: 'broker-3' }).until(25);
    expect(logOf(cluster.world, 3, id)).toBeNull();
  });

  it("makes settings of a topic, and of a broker, the brokers' own", () => {
    const cluster = new Cluster(given)
      .do(8, { type: 'alterConfig', resource: 'topic', name: 'orders', config: { 'min.insync.replicas': '2' } })
      .do(8.1, { type: 'alterConfig', resource: 'broker', name: 'broker-2', config: { 'message.max.bytes': '2000' } })
      .until(10);
    expect(answers(cluster).slice(1)).toEqual([
      'IncrementalAlterConfigs orders NONE',
      'IncrementalAlterConfigs 2 NONE',
    ]);
    const { id } = orders(cluster.world);
    const config = (on: number): number => minimum(cluster, on, id);
    expect([1, 2, 3].map(config)).toEqual([2, 2, 2]);
    expect([1, 2].map((on) => broker(cluster.world, on).config.messageMaxBytes)).toEqual([1048588, 2000]);
    cluster
      .do(10, { type: 'alterConfig', resource: 'topic', name: 'orders', config: { 'min.insync.replicas': null } })
      .until(12);
    expect([1, 2, 3].map(config)).toEqual([1, 1, 1]);
    // Settings are in the log: a broker that starts anew has them again.
    cluster.do(12, { type: 'stop', node: 'broker-2' }).do(22, { type: 'start', node: 'broker-2' }).until(30);
    expect(broker(cluster.world, 2).config.messageMaxBytes).toBe(2000);
  });

  it('moves a partition to other brokers: they copy it, and those that had it give it up', () => {
    const cluster = new Cluster(given)
      .do(8, { type: 'reassignPartitions', topic: 'orders', partition: 0, replicas: [4, 5, 2] })
      .until(20);
    const { id, replicas, leader, isr } = orders(cluster.world);
    expect(replicas).toEqual([4, 5, 2]);
    expect([...isr].sort()).toEqual([2, 4, 5]);
    expect(replicas).toContain(leader);
    for (const gone of [1, 3]) expect(logOf(cluster.world, gone, id)).toBeNull();
    expect(logOf(cluster.world, 4, id)?.logEndOffset).toBe(logOf(cluster.world, leader, id)?.logEndOffset);
  });

  it('has producers write on through all of that', () => {
    const cluster = new Cluster(given)
      .do(8, { type: 'reassignPartitions', topic: 'orders', partition: 0, replicas: [4, 5, 2] })
      .do(14, { type: 'electLeaders', election: 'PREFERRED', topic: 'orders', partition: 0 })
      .until(20);
    expect(orders(cluster.world).leader).toBe(4);
    expect(cluster.entries('RecordsFailed')).toEqual([]);
    const acknowledged = cluster.entries('RecordsAcknowledged');
    expect(acknowledged.at(-1)?.t).toBeGreaterThan(s(19));
  });
});

function minimum({ world }: Cluster, id: number, partition: number): number {
  return replicaOf(world, id, partition)?.topicConfig.minInsyncReplicas ?? -1;
}
