import { describe, expect, it } from 'vitest';
import { factNamed } from '../../../../src/sim/facts/registry.ts';
import { factFolds } from '../../../../src/sim/facts/folds.ts';
import { parseScenario } from '../../../../src/scenario/parse-scenario.ts';
import { s, type Cluster } from '../../cluster/build.ts';
import { by, groupCluster, groupOf, member, ownedBy, processedBy, timesOf } from './support/members.ts';

/** What the past of a cluster answers. */
function fact(cluster: Cluster, name: string, ...args: string[]): unknown {
  const asked = factNamed(name);
  const history = factFolds.take(factFolds.start(), cluster.trace, cluster.world);
  const refs = args.map((arg) => (arg.includes('@') ? placeOf(arg) : arg));
  return asked?.ask({ world: cluster.world, history }, refs);
}
const placeOf = (text: string): { by: 'place'; topic: string; partition: number; offset: number } => {
  const [, topic = '', partition = '', offset = ''] = /^(.*)-(\d+)@(\d+)$/.exec(text) ?? [];
  return { by: 'place', topic, partition: Number(partition), offset: Number(offset) };
};

describe('what a member has processed', () => {
  const died = (): Cluster => {
    const one = member('a', {}, { commit: 'after', processing: s(1), startAt: s(10), effect: 'mail' });
    const cluster = groupCluster([one], { partitions: 1, count: 4, interval: 0.1 }).until(12);
    const [began = 0] = timesOf(cluster, 'a', 'RecordsPrinted');
    return cluster
      .do(began + 2.5, { type: 'crash', node: 'a', kind: 'process' })
      .do(began + 14, { type: 'start', node: 'a' })
      .until(began + 40);
  };

  it('is counted record by record, also what a crash interrupted', () => {
    const cluster = died();
    expect(fact(cluster, 'processed', 'a')).toBe(2 + 4);
    expect((fact(cluster, 'processedTwice', 'g') as { offset: number }[]).map(({ offset }) => offset)).toEqual([0, 1]);
    expect(fact(cluster, 'processedTwice', 'other')).toEqual([]);
    expect(fact(cluster, 'timesProcessed', 'orders-0@1', 'g')).toBe(2);
    expect(fact(cluster, 'timesProcessed', 'orders-0@2', 'g')).toBe(1);
    expect(fact(cluster, 'sideEffects', 'orders-0@0', 'g')).toBe(2);
  });

  it('goes on where it stood after a freeze', () => {
    const one = member('a', {}, { processing: s(1), startAt: s(10) });
    const cluster = groupCluster([one], { partitions: 1, count: 4, interval: 0.1 }).until(12);
    const [began = 0] = timesOf(cluster, 'a', 'RecordsPrinted');
    cluster
      .do(began + 1.5, { type: 'freeze', node: 'a' })
      .do(began + 5.5, { type: 'thaw', node: 'a' })
      .until(began + 20);
    expect(timesOf(cluster, 'a', 'RecordsProcessed').map((t) => Math.round((t - began) * 10) / 10)).toEqual([
      1, 5.5, 6.5, 7.5,
    ]);
    expect(processedBy(cluster, 'a')).toEqual(['0:0', '0:1', '0:2', '0:3']);
  });
});

describe('a member whose program is changed', () => {
  it('finishes its work, commits and leaves before it comes back with other settings', () => {
    const cluster = groupCluster([member('a'), member('b')]).until(15);
    cluster.do(15, { type: 'configureClient', node: 'b', config: { 'group.id': 'other' } }).until(25);
    expect(by(cluster, 'b', 'CommitSucceeded').at(-1)?.t).toBeGreaterThan(s(15));
    expect(timesOf(cluster, 'b', 'GroupLeft')).toHaveLength(1);
    expect(timesOf(cluster, 'b', 'ProcessExited')).toEqual([]);
    expect(groupOf(cluster, 'b').settings.groupId).toBe('other');
    expect([ownedBy(cluster, 'a'), ownedBy(cluster, 'b')]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('ends its batch before close(), and commits what it has done', () => {
    const one = member('a', {}, { processing: s(1), commit: 'after', startAt: s(10) });
    const cluster = groupCluster([one], { partitions: 1, count: 4, interval: 0.1 }).until(12);
    const [began = 0] = timesOf(cluster, 'a', 'RecordsPrinted');
    cluster.do(began + 1.5, { type: 'stop', node: 'a' }).until(began + 10);
    expect(processedBy(cluster, 'a')).toHaveLength(4);
    expect(by(cluster, 'a', 'CommitSucceeded').map(({ args }) => args.offsets)).toEqual([[4]]);
    expect(timesOf(cluster, 'a', 'ProcessExited')[0]).toBeLessThan(began + 4.1);
  });

  it('pausing it keeps it in the group: poll() is still called', () => {
    const cluster = groupCluster([member('a', { 'max.poll.interval.ms': '12000' })]).until(12);
    cluster.do(12, { type: 'pause', node: 'a', paused: true }).until(60);
    expect(by(cluster, 'a', 'PollOverdue')).toHaveLength(0);
    expect(ownedBy(cluster, 'a')).toEqual([0, 1]);
    expect(timesOf(cluster, 'a', 'RecordsPrinted').filter((t) => t > 12)).toEqual([]);
  });
});

describe('a scenario', () => {
  it('says commit, effect, subscribe, unsubscribe and commit by their words', () => {
    const text = `consumers:
  - { name: c, topics: orders, config: { group.id: g }, commit: after, effect: mail }
script:
  - { at: 1s, unsubscribe: c }
  - { at: 2s, subscribe: { consumer: c, topics: [orders, bills] } }
  - { at: 3s, commit: c }
  - { at: 4s, commit: { consumer: c, partition: orders-0, offset: 3 } }
`;
    const { scenario, mistakes } = parseScenario('s.yaml', text);
    expect(mistakes).toEqual([]);
    expect(scenario?.consumers[0]).toMatchObject({ commit: 'after', effect: 'mail' });
    expect(scenario?.script.map(({ interventions }) => interventions[0])).toEqual([
      { type: 'subscribe', node: 'c', topics: [] },
      { type: 'subscribe', node: 'c', topics: ['orders', 'bills'] },
      { type: 'commit', node: 'c', offsets: null },
      { type: 'commit', node: 'c', offsets: [{ topic: 'orders', partition: 0, offset: 3 }] },
    ]);
  });
});
