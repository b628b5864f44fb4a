import { describe, expect, it } from 'vitest';

import { topic } from '../../cluster/build.ts';
import { groupCluster, member, ownedBy, stateOf } from './support/members.ts';

const TOPICS = { more: { topics: [topic('orders', 2, 3), topic('returns', 1, 3)] } };

/** The topics that a consumer has partitions of. */
function topicsOf(run: ReturnType<typeof groupCluster>, name: string): readonly string[] {
  const names = stateOf(run, name).assigned.map(({ id }) => run.world.names.partitions[id]?.topic ?? '');
  return [...new Set(names)].sort();
}

describe('a program that is started again', () => {
  it.each(['crash', 'stop'] as const)(
    'after a %s subscribes to what it subscribes to at its start, not to what it was told later',
    (type) => {
      const run = groupCluster([member('a')], TOPICS).until(10);
      run.do(10, { type: 'subscribe', node: 'a', topics: ['returns'] }).until(20);
      expect(topicsOf(run, 'a')).toEqual(['returns']);
      run.do(20, type === 'crash' ? { type, node: 'a', kind: 'process' } : { type, node: 'a' });
      run.do(22, { type: 'start', node: 'a' }).until(50);
      expect(topicsOf(run, 'a')).toEqual(['orders']);
    },
  );

  it('joins again where it had unsubscribed', () => {
    const run = groupCluster([member('a')], TOPICS).until(10);
    run.do(10, { type: 'subscribe', node: 'a', topics: [] }).until(15);
    expect(ownedBy(run, 'a')).toEqual([]);
    run.do(15, { type: 'crash', node: 'a', kind: 'process' }).do(16, { type: 'start', node: 'a' }).until(40);
    expect(ownedBy(run, 'a')).toEqual([0, 1]);
  });

  it('assigns itself the partitions of its start, where it had subscribed in between', () => {
    const alone = member('a', {}, { topics: [], assign: [{ topic: 'orders', partition: 1 }] });
    const run = groupCluster([alone], TOPICS).until(10);
    run.do(10, { type: 'subscribe', node: 'a', topics: ['orders', 'returns'] }).until(20);
    expect([ownedBy(run, 'a'), topicsOf(run, 'a')]).toEqual([
      [0, 0, 1],
      ['orders', 'returns'],
    ]);
    run.do(20, { type: 'crash', node: 'a', kind: 'process' }).do(22, { type: 'start', node: 'a' }).until(50);
    expect([ownedBy(run, 'a'), topicsOf(run, 'a')]).toEqual([[1], ['orders']]);
    expect(stateOf(run, 'a').group?.subscribed).toBe(false);
  });

  it('has the configuration that it was given while it ran', () => {
    const run = groupCluster([member('a')], TOPICS).until(10);
    run.do(10, { type: 'configureClient', node: 'a', config: { 'max.poll.records': '7' } }).until(20);
    run.do(20, { type: 'crash', node: 'a', kind: 'process' }).do(22, { type: 'start', node: 'a' }).until(50);
    expect(stateOf(run, 'a').settings.maxPollRecords).toBe(7);
    expect(topicsOf(run, 'a')).toEqual(['orders']);
  });
});
