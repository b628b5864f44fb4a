import { beforeAll, expect, test } from 'vitest';

import { factNamed } from '../../../src/sim/facts/registry.ts';
import type { NewConsumer } from '../../../src/sim/intervention.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { ask, clusterTimeline } from '../../timeline/cluster-run.ts';
import { consumer, s, scenario } from '../cluster/build.ts';
import { one } from '../client/support/in-cluster.ts';

let timeline: Timeline;

/** A member of an eager group, or of a cooperative one. */
function member(name: string, startAt: number): NewConsumer & { readonly startAt: number } {
  const group = name.slice(0, name.indexOf('-'));
  const strategy = group === 'eager' ? 'range' : 'cooperative-sticky';
  return consumer(name, ['orders'], {
    config: { 'group.id': group, 'partition.assignment.strategy': strategy },
    startAt,
  });
}

beforeAll(() => {
  const given = scenario({
    topics: [{ ...one, partitions: 4, assignment: null }],
    config: { broker: { 'offsets.topic.replication.factor': '1' }, producer: {}, consumer: {} },
    consumers: [member('eager-a', s(2)), member('calm-a', s(2)), member('eager-b', s(10)), member('calm-b', s(10))],
  });
  timeline = clusterTimeline(given, 3);
  timeline.advanceUntil(s(20), 1e9);
});

test('a second member stops all of an eager group, and of a cooperative one what it gets', () => {
  expect(ask(timeline, 'partitionsStopped(eager, calm)')).toEqual([4, 2]);
  expect(ask(timeline, 'whoReadsWhat(eager)')).toBe('a: 0, 1; b: 2, 3');
  expect(ask(timeline, 'whoReadsWhat(nobody)')).toBeNull();
});

test('a cooperative join takes one rebalance more than an eager one', () => {
  expect([ask(timeline, 'rebalances(eager)'), ask(timeline, 'rebalances(calm)')]).toEqual([2, 3]);
  expect(ask(timeline, 'rebalances(nobody)')).toBe(0);
});

test('with the classic protocol the leader of a group assigns, and the sentence says so', () => {
  const answer = ask(timeline, 'assignedBy(eager, nobody)');
  expect(answer).toEqual(['eager-a', null]);
  expect(factNamed('assignedBy')?.say(answer, [['eager', 'nobody']])).toBe('eager: eager-a and nobody: nobody.');
});

test('a member that is killed is missed when its session ends, and what it had stands still for so long', () => {
  expect(ask(timeline, 'removedBecause(eager)')).toBeNull();
  timeline.intervene([{ type: 'crash', node: 'eager-b', kind: 'process' }]);
  timeline.advanceUntil(s(90), 1e9);
  expect(ask(timeline, 'removedBecause(eager)')).toBe('session');
  const [eager, calm] = ask(timeline, 'stoodStill(orders-3, eager, calm)') as readonly [number, number];
  expect(eager).toBeGreaterThanOrEqual(42);
  expect(eager).toBeLessThanOrEqual(49);
  expect(calm).toBeLessThan(5);
});
