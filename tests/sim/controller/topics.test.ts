import { vecGet } from '../../../src/lib/vec.ts';
import { describe, expect, it } from 'vitest';
import type { CreatePartitionsRequest, CreateTopicsRequest } from '../../../src/sim/protocol/cluster.ts';
import { TestCluster } from '../zookeeper/support.ts';

type Topic = CreateTopicsRequest['topics'][number];

function create(
  c: TestCluster,
  topics: readonly (Partial<Topic> & { readonly name: string })[],
  timeoutMs = 5000,
  at = c.controller(),
): readonly string[] {
  const filled = topics.map((topic) => ({
    numPartitions: 1,
    replicationFactor: 1,
    assignments: [],
    configs: [],
    ...topic,
  }));
  const response = c.ask(at, { type: 'CreateTopicsRequest', topics: filled, timeoutMs }, 'CreateTopicsResponse');
  return response.topics.map((topic) => topic.errorCode);
}

function assigned(...replicas: readonly (readonly number[])[]): Partial<Topic> {
  return {
    numPartitions: -1,
    replicationFactor: -1,
    assignments: replicas.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
  };
}

describe('a topic that is created', () => {
  it('is written as settings, then as an assignment; the controller sees it, makes the states, and tells the brokers', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    const from = c.entries.length;
    expect(create(c, [{ name: 'orders', ...assigned([2, 3, 1]) }])).toEqual(['NONE']);
    const paths = c.entries.slice(from).flatMap((entry) => (entry.type === 'ZnodeCreated' ? [entry.args.path] : []));
    expect(paths).toEqual([
      '/config/topics/orders',
      '/brokers/topics/orders',
      '/brokers/topics/orders/partitions',
      '/brokers/topics/orders/partitions/0',
      '/brokers/topics/orders/partitions/0/state',
    ]);
    expect(c.state('orders', 0)).toEqual({ leader: 2, leaderEpoch: 0, isr: [2, 3, 1] });
    expect(c.of('LeaderElected').at(-1)?.args).toMatchObject({ election: 'new', previous: -1 });
    const created = c.of('TopicCreated')[0]?.seq;
    expect(c.of('LeaderElected').at(-1)?.causes[0]).toBe(created);
    c.run(0.1);
    const sent = c.entries
      .slice(from)
      .flatMap((entry) =>
        entry.type === 'RequestSent' && entry.node === 2 && entry.args.to === 3 ? [entry.args.api] : [],
      );
    expect(sent.slice(0, 2)).toEqual(['LeaderAndIsrRequest', 'UpdateMetadataRequest']);
  });

  it("is answered when the controller's own broker knows all of its leaders", () => {
    const c = new TestCluster().runTo(1);
    expect(create(c, [{ name: 'a', numPartitions: 3, replicationFactor: 3 }])).toEqual(['NONE']);
    const { metadata } = c.broker(c.controller());
    expect(metadata.topics.map((topic) => [topic.name, topic.partitions.length])).toEqual([['a', 3]]);
  });

  it('is placed from a random start: round robin, so that leaders are spread', () => {
    const starts = new Set<number>();
    for (let seed = 1; seed <= 12; seed++) {
      const c = new TestCluster({ seed }).runTo(1);
      create(c, [{ name: 'a', numPartitions: 3, replicationFactor: 2 }]);
      const leaders = [0, 1, 2].map((partition) => c.state('a', partition).leader);
      starts.add(leaders[0] ?? -1);
      expect(leaders.slice().sort()).toEqual([1, 2, 3]);
    }
    expect(starts).toEqual(new Set([1, 2, 3]));
  });

  it('without counts gets num.partitions and default.replication.factor', () => {
    const c = new TestCluster({ config: { 'num.partitions': '4', 'default.replication.factor': '2' } }).runTo(1);
    expect(create(c, [{ name: 'a', numPartitions: -1, replicationFactor: -1 }])).toEqual(['NONE']);
    expect(
      Object.values(c.data('/brokers/topics/a')['partitions'] as object).map((replicas: number[]) => replicas.length),
    ).toEqual([2, 2, 2, 2]);
  });

  it('has its settings on the brokers that host it', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('a', [[1, 2]], { 'min.insync.replicas': '2' });
    c.run(0.005);
    expect(vecGet(c.broker(1).replicas, 0)).toMatchObject({ topicConfig: { minInsyncReplicas: 2 } });
  });

  it('is refused with the reason, each for itself', () => {
    const c = new TestCluster().runTo(1);
    create(c, [{ name: 'here' }]);
    expect(
      create(c, [
        { name: 'here' },
        { name: 'a', replicationFactor: 4 },
        { name: 'b', replicationFactor: 0 },
        { name: 'c', numPartitions: 0 },
        { name: 'd/e' },
        { name: '..' },
        { name: 'f', configs: [{ name: 'min.insync.replicas', value: '0' }] },
        { name: 'g', configs: [{ name: 'no.such.setting', value: '1' }] },
        { name: 'h', configs: [{ name: 'retention.ms', value: null }] },
        { name: 'i', ...assigned([1], [1, 2]) },
        { name: 'j', ...assigned([1, 1]) },
        { name: 'k', ...assigned([1]), numPartitions: 1 },
        { name: 'l', numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }] },
        { name: 'twice' },
        { name: 'twice' },
        { name: 'good' },
      ]),
    ).toEqual([
      'TOPIC_ALREADY_EXISTS',
      'INVALID_REPLICATION_FACTOR',
      'INVALID_REPLICATION_FACTOR',
      'INVALID_PARTITIONS',
      'INVALID_TOPIC_EXCEPTION',
      'INVALID_TOPIC_EXCEPTION',
      'INVALID_CONFIG',
      'INVALID_CONFIG',
      'INVALID_CONFIG',
      'INVALID_REPLICA_ASSIGNMENT',
      'INVALID_REPLICA_ASSIGNMENT',
      'INVALID_REQUEST',
      'INVALID_REPLICA_ASSIGNMENT',
      'INVALID_REQUEST',
      'INVALID_REQUEST',
      'NONE',
    ]);
    expect(c.znode('/brokers/topics')?.children.map((child) => child.name)).toEqual(['good', 'here']);
  });

  it('is refused when its name differs from another only in a dot', () => {
    const c = new TestCluster().runTo(1);
    create(c, [{ name: 'a.b' }]);
    expect(create(c, [{ name: 'a_b' }, { name: 'a.c' }])).toEqual(['INVALID_TOPIC_EXCEPTION', 'NONE']);
  });

  it('is refused by a broker that is not the controller', () => {
    const c = new TestCluster().runTo(1);
    const other = [1, 2, 3].find((id) => id !== c.controller()) ?? -1;
    expect(create(c, [{ name: 'a' }], 5000, other)).toEqual(['NOT_CONTROLLER']);
  });

  it('on brokers that are dead is not led, and the request times out; it is led when one of them comes', () => {
    const c = new TestCluster().runTo(1);
    c.makeController(2).crash('broker-1').run(20);
    expect(create(c, [{ name: 'a', ...assigned([1]) }], 1000)).toEqual(['REQUEST_TIMED_OUT']);
    expect(c.znode('/brokers/topics/a/partitions/0/state')).toBeNull();
    c.start('broker-1').run(5);
    expect(c.state('a', 0)).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
  });

  it('with a timeout of zero is not waited for', () => {
    const c = new TestCluster().runTo(1);
    expect(create(c, [{ name: 'a' }], 0)).toEqual(['REQUEST_TIMED_OUT']);
    expect(c.run(1).state('a', 0).leader).toBeGreaterThan(0);
  });

  it('twice at once is created once', () => {
    const c = new TestCluster().runTo(1);
    const topic = { name: 'a', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };
    const body = { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 5000 } as const;
    c.send(c.controller(), body, 'other').send(c.controller(), body, 'admin').run(1);
    const answers = ['admin', 'other'].map(
      (who) => (c.answer(who) as { topics: { errorCode: string }[] } | null)?.topics[0]?.errorCode,
    );
    expect(answers.sort()).toEqual(['NONE', 'TOPIC_ALREADY_EXISTS']);
  });
});

describe('partitions that are added', () => {
  function add(c: TestCluster, topics: CreatePartitionsRequest['topics']): readonly string[] {
    return c
      .ask(c.controller(), { type: 'CreatePartitionsRequest', topics, timeoutMs: 5000 }, 'CreatePartitionsResponse')
      .results.map((result) => result.errorCode);
  }

  it('go on where the placement of the topic ended, and leave the others as they are', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('a', [
      [2, 3],
      [3, 1],
    ]);
    expect(add(c, [{ name: 'a', count: 4, assignments: null }])).toEqual(['NONE']);
    // AdminUtils with start index 1 (broker 2 is the second) and shift 1, which grows at partition 3.
    expect(c.data('/brokers/topics/a')['partitions']).toEqual({ 0: [2, 3], 1: [3, 1], 2: [1, 3], 3: [2, 3] });
    expect(c.state('a', 3)).toEqual({ leader: 2, leaderEpoch: 0, isr: [2, 3] });
    expect(c.of('PartitionsCreated')[0]?.args.partitions.map((each) => each.replicas)).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(c.of('TopicCreated')).toHaveLength(1);
  });

  it('may be placed by hand', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('a', [[1, 2]]);
    expect(add(c, [{ name: 'a', count: 2, assignments: [{ brokerIds: [3, 1] }] }])).toEqual(['NONE']);
    expect(c.state('a', 1).leader).toBe(3);
  });

  it('are refused with the reason', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('a', [
      [1, 2],
      [2, 3],
    ]);
    c.createTopic('b', [[1]]);
    const by = (
      name: string,
      count: number,
      ...ids: readonly (readonly number[])[]
    ): CreatePartitionsRequest['topics'][number] => ({
      name,
      count,
      assignments: ids.length === 0 ? null : ids.map((brokerIds) => ({ brokerIds })),
    });
    expect(add(c, [by('a', 1), by('b', 1), by('none', 2)])).toEqual([
      'INVALID_PARTITIONS',
      'INVALID_PARTITIONS',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect(add(c, [by('a', 3, [1, 9])])).toEqual(['INVALID_REPLICA_ASSIGNMENT']);
    expect(add(c, [by('a', 3, [1])])).toEqual(['INVALID_REPLICA_ASSIGNMENT']);
    expect(add(c, [by('a', 3, [1, 1])])).toEqual(['INVALID_REPLICA_ASSIGNMENT']);
    expect(add(c, [by('a', 3, [1, 2], [2, 3])])).toEqual(['INVALID_REPLICA_ASSIGNMENT']);
    expect(add(c, [by('a', 3), by('a', 4)])).toEqual(['INVALID_REQUEST', 'INVALID_REQUEST']);
  });
});
