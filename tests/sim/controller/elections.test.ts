import { vecGet } from '../../../src/lib/vec.ts';
import { describe, expect, it } from 'vitest';
import { TestCluster, type ClusterOptions } from '../zookeeper/support.ts';

function cluster(assignment: readonly (readonly number[])[], options: ClusterOptions = {}): TestCluster {
  const c = new TestCluster(options).runTo(1);
  c.createTopic('t', assignment);
  return c.run(1);
}

function elect(
  c: TestCluster,
  electionType: 'PREFERRED' | 'UNCLEAN',
  partitions: readonly number[] = [0],
  topic = 't',
): readonly string[] {
  const response = c.ask(
    c.controller(),
    { type: 'ElectLeadersRequest', electionType, topicPartitions: [{ topic, partitions }], timeoutMs: 5000 },
    'ElectLeadersResponse',
  );
  return response.replicaElectionResults
    .flatMap((result) => result.partitionResult.map((each) => `${each.partitionId} ${each.errorCode}`))
    .sort();
}

describe('a preferred election', () => {
  it('gives leadership back to the first replica, and is answered when the brokers know it', () => {
    const c = cluster([
      [1, 2, 3],
      [2, 3, 1],
    ])
      .crash('broker-1')
      .run(20)
      .start('broker-1')
      .run(5);
    expect(c.state('t', 0)).toMatchObject({ leader: 2, leaderEpoch: 1 });
    expect(elect(c, 'PREFERRED', [0, 1, 7])).toEqual([
      '0 NONE',
      '1 ELECTION_NOT_NEEDED',
      '7 UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect(c.state('t', 0)).toMatchObject({ leader: 1, leaderEpoch: 2 });
    expect(c.of('LeaderElected').at(-1)?.args).toMatchObject({
      election: 'preferred',
      previous: 2,
      leader: 1,
      unclean: false,
    });
    expect(vecGet(c.broker(c.controller()).metadata.partitions, 0)).toMatchObject({ leader: 1 });
  });

  it('is refused while the preferred replica is not there', () => {
    const c = cluster([[1, 2, 3]])
      .crash('broker-1')
      .run(20);
    expect(elect(c, 'PREFERRED')).toEqual(['0 PREFERRED_LEADER_NOT_AVAILABLE']);
    expect(c.state('t', 0)).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('comes by itself, every leader.imbalance.check.interval.seconds, where too many leaders are elsewhere', () => {
    const c = cluster([[1, 2, 3]], { config: { 'leader.imbalance.check.interval.seconds': '60' } });
    c.crash('broker-1').run(20).start('broker-1').run(5);
    expect(c.state('t', 0).leader).toBe(2);
    c.runTo(64);
    expect(c.state('t', 0).leader).toBe(2);
    c.runTo(67);
    expect(c.state('t', 0)).toMatchObject({ leader: 1, leaderEpoch: 2 });
  });

  it('does not come by itself below leader.imbalance.per.broker.percentage, or when it is switched off', () => {
    const twenty = Array.from({ length: 20 }, () => [1, 2, 3]);
    for (const config of [
      { 'leader.imbalance.per.broker.percentage': '100' },
      { 'auto.leader.rebalance.enable': 'false' },
    ] as { [name: string]: string }[]) {
      const c = cluster(twenty, { config: { 'leader.imbalance.check.interval.seconds': '30', ...config } });
      c.crash('broker-1').run(20).start('broker-1').run(100);
      expect(c.state('t', 0).leader).toBe(2);
    }
  });
});

describe('an unclean election', () => {
  /** A partition whose ISR is broker 1, which is dead; brokers 2 and 3 live and are not in it. */
  function lost(options: ClusterOptions = {}, settings: { [name: string]: string } = {}): TestCluster {
    const c = new TestCluster(options).runTo(1);
    c.createTopic('t', [[1, 2, 3]], settings);
    c.run(1);
    for (const id of [2, 3]) c.intervene({ type: 'cutLink', from: `broker-${id}`, to: 'broker-1' });
    const body = { type: 'AlterPartitionRequest', brokerId: 1, brokerEpoch: c.broker(1).brokerEpoch } as const;
    const proposal = {
      partitionIndex: 0,
      leaderEpoch: 0,
      newIsr: [1],
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: 0,
    } as const;
    c.ask(c.controller(), { ...body, topics: [{ topicName: 't', partitions: [proposal] }] }, 'AlterPartitionResponse');
    return c.crash('broker-1').run(20);
  }

  it('does not happen by default: the partition waits for its last ISR member', () => {
    const c = lost();
    expect(c.state('t', 0)).toEqual({ leader: -1, leaderEpoch: 1, isr: [1] });
    expect(c.of('ElectionRefused').at(-1)?.args.error).toMatch(/no member of the ISR is alive/);
  });

  it('happens when the topic allows it: the first live replica leads, alone in the ISR, and says that it recovers', () => {
    const c = lost({}, { 'unclean.leader.election.enable': 'true' });
    expect(c.of('LeaderElected').at(-1)?.args).toMatchObject({
      leader: 2,
      isr: [2],
      previous: 1,
      election: 'offline',
      unclean: true,
    });
    const written = c.of('ZnodeChanged').filter((entry) => entry.args.path.endsWith('/state'));
    expect(written.length).toBeGreaterThan(0);
    expect(c.state('t', 0).leader).toBe(2);
  });

  it('happens when the brokers allow it', () => {
    expect(lost({ config: { 'unclean.leader.election.enable': 'true' } }).state('t', 0)).toMatchObject({
      leader: 2,
      leaderEpoch: 1,
    });
  });

  it('happens when the topic begins to allow it', () => {
    const c = lost();
    const configs = [{ name: 'unclean.leader.election.enable', configOperation: 'SET', value: 'true' }] as const;
    c.ask(
      3,
      { type: 'IncrementalAlterConfigsRequest', resources: [{ resourceType: 'TOPIC', resourceName: 't', configs }] },
      'IncrementalAlterConfigsResponse',
    );
    expect(c.run(1).state('t', 0)).toMatchObject({ leader: 2, leaderEpoch: 2 });
  });

  it('happens when an operator asks for it, and only where nobody leads', () => {
    const c = lost();
    expect(elect(c, 'UNCLEAN')).toEqual(['0 NONE']);
    expect(c.state('t', 0)).toMatchObject({ leader: 2, leaderEpoch: 2 });
    expect(elect(c, 'UNCLEAN')).toEqual(['0 ELECTION_NOT_NEEDED']);
  });

  it('finds nobody when all replicas are dead', () => {
    const c = cluster([[1]])
      .crash('broker-1')
      .run(20);
    expect(elect(c, 'UNCLEAN')).toEqual(['0 ELIGIBLE_LEADERS_NOT_AVAILABLE']);
  });

  it('is not told apart in the state of a partition in 2.8', () => {
    const [modern, old] = (['3.9', '2.8'] as const).map((era) =>
      lost({ era }, { 'unclean.leader.election.enable': 'true' }),
    );
    const written = (c: TestCluster | undefined): readonly string[] =>
      Object.keys(c?.data('/brokers/topics/t/partitions/0/state') ?? {});
    expect(written(old)).not.toContain('leader_recovery_state');
    expect(modern?.state('t', 0).leader).toBe(2);
  });
});
