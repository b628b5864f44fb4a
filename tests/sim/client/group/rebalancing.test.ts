import { describe, expect, it } from 'vitest';
import { by, groupCluster, groupOf, member, MODES, ownedBy, processedBy, stateOf, timesOf } from './support/members.ts';
import { s, topic, type Cluster } from '../../cluster/build.ts';

const COOPERATIVE = { 'partition.assignment.strategy': 'cooperative-sticky' };
const STRATEGY = 'partition.assignment.strategy';

function joins(strategy: string, mode: 'zookeeper' | 'kraft' = 'zookeeper'): Cluster {
  const config = { [STRATEGY]: strategy };
  return groupCluster([member('a', config), member('b', config, { startAt: s(12) })], {
    mode,
    partitions: 4,
    interval: 0.1,
  }).until(30);
}

const partitionsOf = (cluster: Cluster, ids: readonly number[]): number[] =>
  ids.map((id) => cluster.world.names.partitions[id]?.partition ?? -1);

describe.each(MODES)('cooperative rebalancing (%s)', (mode) => {
  it('takes from a member only what another gets, in two rebalances; it reads on from what it keeps', () => {
    const cluster = joins('cooperative-sticky', mode);
    const revoked = by(cluster, 'a', 'PartitionsRevoked');
    expect(revoked).toHaveLength(1);
    const gone = partitionsOf(cluster, revoked[0]?.args.partitions ?? []);
    expect(gone).toHaveLength(2);
    expect(ownedBy(cluster, 'b')).toEqual(gone);
    expect(groupOf(cluster, 'a').member).toMatchObject({ generationId: 3 });
    const started = timesOf(cluster, 'b', 'GroupJoining')[0] as number;
    const ended = timesOf(cluster, 'b', 'PartitionsAssigned').at(-1) as number;
    const meanwhile = by(cluster, 'a', 'RecordsProcessed').filter(
      ({ t }) => t > s(started) && t < s(ended) && t < (revoked[0]?.t ?? 0),
    );
    expect(meanwhile.length).toBeGreaterThan(0);
    const all = [...processedBy(cluster, 'a'), ...processedBy(cluster, 'b')];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('eager rebalancing', () => {
  it.each(['range', 'roundrobin', 'sticky', 'range,cooperative-sticky'])(
    'with %s everything is given up before anybody joins',
    (strategy) => {
      const cluster = joins(strategy);
      const [revoked] = by(cluster, 'a', 'PartitionsRevoked');
      expect(revoked?.args.partitions).toHaveLength(4);
      expect(timesOf(cluster, 'a', 'GroupJoining').at(-1)).toBe((revoked?.t ?? 0) / 1e6);
      expect([...ownedBy(cluster, 'a'), ...ownedBy(cluster, 'b')].sort()).toEqual([0, 1, 2, 3]);
    },
  );

  it('commits before it gives up, so the next owner begins where it stopped', () => {
    const cluster = joins('range');
    const rejoin = by(cluster, 'a', 'CommitSucceeded').find(({ args }) => args.how === 'rejoin');
    expect(rejoin?.args.partitions).toHaveLength(4);
    expect(rejoin?.t).toBeLessThanOrEqual(by(cluster, 'a', 'PartitionsRevoked')[0]?.t ?? 0);
    const starts = by(cluster, 'b', 'PositionReset').filter(({ args }) => args.policy === 'committed');
    for (const { args } of starts)
      expect(args.to).toBe(rejoin?.args.offsets[rejoin.args.partitions.indexOf(args.partition)]);
    expect(starts).toHaveLength(2);
  });
});

describe('a static member', () => {
  it('that comes back within its session has the same partitions, and nobody rebalances', () => {
    const cluster = groupCluster([
      member('a', { 'group.instance.id': 'one' }),
      member('b', { 'group.instance.id': 'two' }),
    ]).until(15);
    const had = ownedBy(cluster, 'b');
    const generation = groupOf(cluster, 'a').member;
    cluster.do(15, { type: 'stop', node: 'b' }).do(18, { type: 'start', node: 'b' }).until(30);
    expect(by(cluster, 'b', 'GroupLeft')).toHaveLength(0);
    expect(ownedBy(cluster, 'b')).toEqual(had);
    expect(timesOf(cluster, 'a', 'PartitionsRevoked').filter((t) => t > 15)).toEqual([]);
    expect(groupOf(cluster, 'a').member).toMatchObject({
      generationId: (generation as { generationId: number }).generationId,
    });
  });

  it('whose instance id a second process takes is fenced and ends', () => {
    const cluster = groupCluster([
      member('a', { 'group.instance.id': 'one' }),
      member('twin', { 'group.instance.id': 'one' }, { startAt: s(12) }),
    ]).until(25);
    expect(by(cluster, 'a', 'MemberFailed')[0]?.args.error).toBe('FENCED_INSTANCE_ID');
    expect(stateOf(cluster, 'a').failed).toBe('FENCED_INSTANCE_ID');
    expect(ownedBy(cluster, 'twin')).toEqual([0, 1]);
  });
});

describe('what a group is about', () => {
  it('new partitions are seen by the leader with newer metadata, and shared out', () => {
    const config = { 'metadata.max.age.ms': '5000' };
    const cluster = groupCluster([member('a', config), member('b', config)]).until(12);
    cluster.do(12, { type: 'createPartitions', topic: 'orders', count: 4, assignment: null }).until(30);
    expect([...ownedBy(cluster, 'a'), ...ownedBy(cluster, 'b')].sort()).toEqual([0, 1, 2, 3]);
  });

  it('more members than partitions: one has nothing, until another is gone', () => {
    const cluster = groupCluster([member('a'), member('b'), member('c')]).until(15);
    const counts = ['a', 'b', 'c'].map((name) => ownedBy(cluster, name).length);
    expect(counts.slice().sort()).toEqual([0, 1, 1]);
    const busy = ['a', 'b', 'c'].find((_, i) => counts[i] === 1) as string;
    const idle = ['a', 'b', 'c'].find((_, i) => counts[i] === 0) as string;
    cluster.do(15, { type: 'stop', node: busy }).until(25);
    expect(ownedBy(cluster, idle)).toHaveLength(1);
  });

  it('unsubscribe() leaves, subscribe() comes back with other topics', () => {
    const cluster = groupCluster([member('a', COOPERATIVE)], {
      more: { topics: [topic('orders', 2, 3), topic('bills', 1, 3)] },
    });
    cluster.until(10).do(10, { type: 'subscribe', node: 'a', topics: [] }).until(14);
    expect(stateOf(cluster, 'a').assigned).toEqual([]);
    expect(timesOf(cluster, 'a', 'GroupLeft')).toEqual([10]);
    cluster.do(14, { type: 'subscribe', node: 'a', topics: ['bills'] }).until(25);
    const [only] = stateOf(cluster, 'a').assigned;
    expect(cluster.world.names.partitions[only?.id ?? -1]).toEqual({ topic: 'bills', partition: 0 });
  });

  it('a consumer with assign() and a group.id commits from outside, and starts where it was', () => {
    const assign = [{ topic: 'orders', partition: 0 }];
    const config = { 'auto.commit.interval.ms': '1000' };
    const cluster = groupCluster([member('a', config, { topics: [], assign })], { partitions: 1, count: 8 }).until(15);
    expect(by(cluster, 'a', 'GroupJoining')).toHaveLength(0);
    cluster.do(15, { type: 'crash', node: 'a', kind: 'process' }).do(16, { type: 'start', node: 'a' }).until(25);
    expect(processedBy(cluster, 'a')).toHaveLength(8);
    expect(by(cluster, 'a', 'PositionReset').at(-1)?.args).toMatchObject({ to: 8, policy: 'committed' });
  });
});
