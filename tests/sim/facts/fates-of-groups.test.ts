import { expect, test } from 'vitest';

import type { FactValue } from '../../../src/sim/facts/fact.ts';
import type { RecordFate } from '../../../src/sim/facts/of/fates.ts';
import type { CommitPolicy, NewConsumer } from '../../../src/sim/intervention.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { ask, clusterTimeline } from '../../timeline/cluster-run.ts';
import { consumer, s, scenario } from '../cluster/build.ts';
import { one, producer } from '../client/support/in-cluster.ts';

/** A member that takes a tenth of a second for each record, commits by this rule, sends mails, and dies in the midst of it; then another joins. */
function memberDies(commit: CommitPolicy): Timeline {
  const config = { 'auto.offset.reset': 'earliest', 'group.id': 'kitchen', 'session.timeout.ms': '6000' };
  const member = (name: string, startAt: number): NewConsumer & { readonly startAt: number } =>
    consumer(name, ['orders'], { config, processing: s(0.1), commit, effect: 'mail', startAt });
  const given = scenario({
    topics: [one],
    config: {
      broker: { 'offsets.topic.replication.factor': '1', 'offsets.topic.num.partitions': '1' },
      producer: {},
      consumer: {},
    },
    producers: [producer('p', 'orders', { startAt: s(2), program: { perTick: 20, interval: s(60), count: 20 } })],
    consumers: [member('anna', s(3))],
  });
  const timeline = clusterTimeline(given, 3);
  for (let at = 3; at < 30 && Number(ask(timeline, 'processed(anna)')) < 5; at += 0.1)
    timeline.advanceUntil(s(at), 1e9);
  timeline.intervene([
    { type: 'crash', node: 'anna', kind: 'process' },
    { type: 'addConsumer', consumer: member('ben', 0) },
  ]);
  timeline.advanceUntil(timeline.world.now + s(30), 1e9);
  return timeline;
}

const fates = (timeline: Timeline): readonly RecordFate[] =>
  Array.from({ length: 20 }, (_, n) => ask(timeline, `fate(p, ${n})`) as RecordFate);
const names = (moments: readonly { readonly consumer: string }[]): readonly string[] =>
  moments.map((one) => one.consumer);
const values = (records: FactValue): readonly string[] =>
  (records as readonly { readonly value: string }[]).map((one) => one.value);

test('committed before it was processed: what the dead member had not done is skipped for good', () => {
  const timeline = memberDies('before');
  const all = fates(timeline);
  const done = all.filter(({ processed }) => processed.length > 0);
  expect(done.length).toBeGreaterThanOrEqual(5);
  expect(done.length).toBeLessThan(20);
  expect(
    done.every(({ processed, effects }) => names(processed).join() === 'anna' && names(effects).join() === 'anna'),
  ).toBe(true);
  expect(ask(timeline, 'skipped(kitchen, orders-0)')).toBe(20 - done.length);
  expect(values(ask(timeline, 'processedTwice(kitchen)'))).toEqual([]);
});

test('committed after it was processed: what the dead member had done is done again, mails too', () => {
  const timeline = memberDies('after');
  const all = fates(timeline);
  const twice = all.filter(({ processed }) => processed.length === 2);
  expect(twice.length).toBeGreaterThanOrEqual(5);
  expect(all.every(({ processed }) => processed.length > 0)).toBe(true);
  for (const { processed, effects, read } of twice) {
    expect([names(processed), names(effects), names(read)]).toEqual([
      ['anna', 'ben'],
      ['anna', 'ben'],
      ['anna', 'ben'],
    ]);
    expect(effects.map(({ effect }) => effect)).toEqual(['mail', 'mail']);
  }
  expect(ask(timeline, 'skipped(kitchen, orders-0)')).toBe(0);
  expect(values(ask(timeline, 'processedTwice(kitchen)'))).toEqual(twice.map(({ value }) => value));
  expect(values(ask(timeline, 'processedTwice(ben)'))).toEqual([]);
  expect(ask(timeline, `timesProcessed(${twice[0]?.value ?? ''}, ben)`)).toBe(1);
  expect(ask(timeline, 'skipped(nobody, orders-0)')).toBeNull();
});
