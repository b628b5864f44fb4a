import { describe, expect, it } from 'vitest';
import { vecGet } from '../../../src/lib/vec.ts';
import { Cluster, producer, scenario, topic } from '../cluster/build.ts';
import { TestCluster } from '../zookeeper/support.ts';

function cluster(): TestCluster {
  const c = new TestCluster({ brokers: 5 }).runTo(1).makeController(1);
  c.createTopic('t', [
    [1, 2, 3],
    [2, 3, 1],
  ]);
  return c.run(2);
}

const ask = (c: TestCluster, replicas: readonly number[] | null, partition = 0, name = 't', node = c.controller()) => {
  const { errorCode, responses } = c.ask(
    node,
    {
      type: 'AlterPartitionReassignmentsRequest',
      topics: [{ name, partitions: [{ partitionIndex: partition, replicas }] }],
      timeoutMs: 5000,
    },
    'AlterPartitionReassignmentsResponse',
  );
  return responses[0]?.partitions[0]?.errorCode ?? errorCode;
};
const hosts = (c: TestCluster, partition = 0): number[] =>
  [1, 2, 3, 4, 5].filter((id) => (vecGet(c.broker(id).replicas, partition) ?? null) !== null);
const assignment = (c: TestCluster): unknown => c.data('/brokers/topics/t');

describe('a reassignment', () => {
  it('adds the new replicas, waits until they are in sync, and takes the old ones away with their copies', () => {
    const c = cluster();
    expect(ask(c, [4, 5])).toBe('NONE');
    c.run(5);
    expect(hosts(c)).toEqual([4, 5]);
    expect(c.state('t', 0)).toMatchObject({ leader: 4 });
    expect(c.state('t', 0).isr.slice().sort()).toEqual([4, 5]);
    expect(assignment(c)).toMatchObject({
      partitions: { 0: [4, 5], 1: [2, 3, 1] },
      adding_replicas: {},
      removing_replicas: {},
    });
    expect(c.of('PartitionReassigned').map(({ args }) => args.replicas)).toEqual([[4, 5]]);
    for (const id of [1, 2, 3, 4, 5])
      expect(vecGet(c.broker(id).metadata.partitions, 0)).toMatchObject({ replicas: [4, 5], leader: 4 });
    // The other partition is where it was.
    expect(hosts(c, 1)).toEqual([1, 2, 3]);
  });

  it.each([
    ['raises', [1, 2, 3, 4, 5]],
    ['lowers', [1, 2]],
  ])('%s the replication factor and leaves the leader where it is, in a later epoch', (_, target) => {
    const c = cluster();
    const { leaderEpoch } = c.state('t', 0);
    expect(ask(c, target)).toBe('NONE');
    c.run(5);
    expect(hosts(c)).toEqual(target);
    expect(c.state('t', 0).leader).toBe(1);
    expect(c.state('t', 0).leaderEpoch).toBeGreaterThan(leaderEpoch);
    expect(c.state('t', 0).isr.slice().sort()).toEqual(target);
    const { duties } = vecGet(c.broker(1).replicas, 0) ?? {};
    expect(duties?.followers.map(({ brokerId }) => brokerId)).toEqual(target.filter((id) => id !== 1));
  });

  it('waits for a new replica that does not answer; the old ones stay; cancelled, all is as it was', () => {
    const c = cluster();
    c.step().intervene({ type: 'freeze', node: 'broker-4' });
    expect(ask(c, [1, 2, 4])).toBe('NONE');
    c.run(5);
    expect(assignment(c)).toMatchObject({
      partitions: { 0: [1, 2, 4, 3] },
      adding_replicas: { 0: [4] },
      removing_replicas: { 0: [3] },
    });
    expect(c.state('t', 0).isr.slice().sort()).toEqual([1, 2, 3]);
    expect(ask(c, null)).toBe('NONE');
    c.run(5);
    expect(assignment(c)).toMatchObject({ partitions: { 0: [1, 2, 3] }, adding_replicas: {}, removing_replicas: {} });
    expect(ask(c, null)).toBe('NO_REASSIGNMENT_IN_PROGRESS');
    c.intervene({ type: 'thaw', node: 'broker-4' }).run(40);
    expect(hosts(c)).toEqual([1, 2, 3]);
  });

  it('is gone on with by the next controller', () => {
    const c = cluster();
    c.step().intervene({ type: 'freeze', node: 'broker-5' });
    ask(c, [2, 5]);
    c.run(1).crash('broker-1').run(30);
    expect(c.controller()).not.toBe(1);
    c.intervene({ type: 'thaw', node: 'broker-5' }).run(60);
    expect(c.state('t', 0).isr.slice().sort()).toEqual([2, 5]);
    expect(assignment(c)).toMatchObject({ partitions: { 0: [2, 5] }, removing_replicas: {} });
    c.start('broker-1').run(20);
    expect(hosts(c)).not.toContain(3);
  });

  it.each([
    ['a topic that is not there', [1], 0, 'nobody', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['a partition that is not there', [1], 7, 't', 'UNKNOWN_TOPIC_OR_PARTITION'],
    ['no replicas', [], 0, 't', 'INVALID_REPLICA_ASSIGNMENT'],
    ['a broker twice', [1, 1], 0, 't', 'INVALID_REPLICA_ASSIGNMENT'],
    ['a new broker that is not alive', [1, 9], 0, 't', 'INVALID_REPLICA_ASSIGNMENT'],
    ['a cancellation of nothing', null, 0, 't', 'NO_REASSIGNMENT_IN_PROGRESS'],
  ])('is refused for %s', (_, replicas, partition, name, error) => {
    const c = cluster();
    expect(ask(c, replicas, partition, name)).toBe(error);
    expect(c.of('PartitionReassigned')).toEqual([]);
  });

  it('is refused by a broker that is not the controller', () => {
    const c = cluster();
    expect(ask(c, [1], 0, 't', 2)).toBe('NOT_CONTROLLER');
  });

  it('under load loses nothing that was acknowledged', () => {
    const given = scenario({
      brokerCount: 4,
      topics: [topic('orders', 1, 2, { assignment: [[1, 2]] })],
      producers: [producer('p', 'orders', { config: { acks: 'all' }, program: { count: 200, interval: 20_000 } })],
    });
    const c = new Cluster(given);
    c.do(2, { type: 'reassignPartitions', topic: 'orders', partition: 0, replicas: [3, 4] }).until(20);
    expect(c.entries('AdminAnswered').at(-1)?.args).toMatchObject({
      request: 'AlterPartitionReassignments',
      error: 'NONE',
    });
    expect(c.entries('PartitionReassigned')).toHaveLength(1);
    const acked = c.entries('RecordsAcknowledged').reduce((sum, { args }) => sum + args.count, 0);
    expect(acked).toBe(200);
    const leads = c.entries('LeaderStarted').at(-1)?.args.broker;
    expect([3, 4]).toContain(leads);
    const last =
      c
        .entries('HighWatermarkAdvanced')
        .filter(({ args }) => args.broker === leads)
        .at(-1)?.args.to ?? 0;
    expect(last).toBeGreaterThanOrEqual(200);
  });
});
