import { beforeAll, describe, expect, test } from 'vitest';

import type { RecordFate } from '../../../src/sim/facts/of/fates.ts';
import type { ProducerLedger } from '../../../src/sim/facts/producer-ledger.ts';
import type { Intervention } from '../../../src/sim/intervention.ts';
import type { Scenario } from '../../../src/sim/scenario.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { ask, clusterTimeline, entriesOf, orders } from '../../timeline/cluster-run.ts';
import { consumer, s, scenario, topic } from '../cluster/build.ts';
import { one, producer } from '../client/support/in-cluster.ts';

const fate = (timeline: Timeline, n: number): RecordFate => ask(timeline, `fate(p, ${n})`) as RecordFate;
const ledger = (timeline: Timeline): ProducerLedger => ask(timeline, 'fates(p)') as ProducerLedger;

/** 400 records at 5 ms, several requests in flight when the connection is reset at 5 s. */
function broken(config: { readonly [name: string]: string }): Timeline {
  const given: Scenario = scenario({
    topics: [one],
    network: { latency: 10_000, jitter: 500 },
    producers: [producer('p', 'orders', { startAt: s(4), config, program: { interval: s(0.005), count: 400 } })],
    consumers: [consumer('c', ['orders'], { startAt: s(4) })],
  });
  const timeline = clusterTimeline(given, 5);
  timeline.intervene([{ type: 'resetLink', from: 'p', to: 'broker-1' }]);
  timeline.advanceUntil(s(20), 1e9);
  return timeline;
}

/** The values in the log, in order. */
const logged = (timeline: Timeline): readonly string[] => ask(timeline, 'logValues(orders-0)') as readonly string[];

/** What a reader of all values finds: first copies that stand behind a later record. */
function lateIn(values: readonly string[]): number {
  const numbers = [...new Set(values)].map((value) => Number(value.slice(1)));
  return numbers.filter((number, index) => numbers.slice(0, index).some((before) => before > number)).length;
}

describe('a connection that breaks before the acknowledgement', () => {
  test('without idempotence: the ledger counts what stands in the log twice and out of order', () => {
    const timeline = broken({ acks: 'all', 'enable.idempotence': 'false' });
    const values = logged(timeline);
    const repeated = values.length - new Set(values).size;
    expect(repeated).toBeGreaterThan(0);
    expect(ask(timeline, 'duplicatesInLog(orders-0)')).toBe(repeated);
    expect(ask(timeline, 'duplicatesInLog')).toBe(repeated);
    expect(lateIn(values)).toBeGreaterThan(0);
    expect(ask(timeline, 'outOfOrder(orders-0)')).toBe(lateIn(values));
    expect(ledger(timeline)).toEqual({
      sent: 400,
      acknowledged: 400,
      failed: 0,
      waiting: 0,
      inLog: 400,
      repeated,
      outOfOrder: lateIn(values),
      lost: 0,
      vanished: 0,
      failedButWritten: 0,
    });
    expect(Array.from({ length: 400 }, (_, n) => fate(timeline, n)).filter((one) => one.outOfOrder)).toHaveLength(
      lateIn(values),
    );
    const twice = Number(values.find((value, at) => values.indexOf(value) < at)?.slice(1));
    const found = fate(timeline, twice);
    expect(found).toMatchObject({ verdict: 'doubled', value: `v${twice}`, partition: 'orders-0' });
    expect(found.offsets).toEqual([values.indexOf(`v${twice}`), values.lastIndexOf(`v${twice}`)]);
    expect(found.attempts).toHaveLength(2);
    expect(found.writes.map(({ offset }) => offset)).toEqual(found.offsets);
    // It is read in both places.
    expect(found.read.map(({ consumer: name }) => name)).toEqual(['c', 'c']);
  });

  test('with idempotence: the repeat is recognised, and each step has its entry', () => {
    const timeline = broken({ acks: 'all' });
    const duplicate = entriesOf(timeline, 'DuplicateBatch')[0];
    const n = Number(logged(timeline)[duplicate?.args.from ?? -1]?.slice(1));
    const found = fate(timeline, n);
    expect(found.verdict).toBe('acknowledged');
    expect(found.repeats).toEqual([{ t: duplicate?.t, seq: duplicate?.seq }]);
    expect(found.attempts).toHaveLength(2);
    expect(found.writes).toHaveLength(1);
    expect(found.told).toMatchObject({ acks: -1, copies: 3, error: null });
    const types = [
      found.handedOver,
      ...found.attempts,
      ...found.writes,
      found.committed,
      found.told,
      ...found.read,
    ].map(
      (moment) => timeline.entriesBetween(0, timeline.present.step).find((entry) => entry.seq === moment?.seq)?.type,
    );
    expect(types).toEqual([
      'RecordsBuffered',
      'BatchSent',
      'BatchSent',
      'RecordsAppended',
      'HighWatermarkAdvanced',
      'RecordsAcknowledged',
      'RecordsPrinted',
    ]);
    expect(ask(timeline, 'duplicatesInLog(orders-0)')).toBe(0);
    expect(ask(timeline, 'outOfOrder(orders-0)')).toBe(0);
    expect(ledger(timeline)).toMatchObject({ sent: 400, acknowledged: 400, inLog: 400, repeated: 0, lost: 0 });
  });

  test('with acks=0: what was on its way has vanished, and its producer was told nothing', () => {
    const timeline = broken({ acks: '0' });
    const gone = 400 - logged(timeline).length;
    expect(gone).toBeGreaterThan(0);
    expect(ledger(timeline)).toMatchObject({ sent: 400, acknowledged: 400, vanished: gone, lost: 0 });
    const there = new Set(logged(timeline));
    const missing = Array.from({ length: 400 }, (_, n) => n).find((n) => !there.has(`v${n}`)) ?? -1;
    expect(fate(timeline, missing)).toMatchObject({ verdict: 'vanished', writes: [], read: [], offsets: [] });
  });
});

describe('a leader that dies with records that nobody else has', () => {
  let timeline: Timeline;

  beforeAll(() => {
    timeline = clusterTimeline(orders({ topics: [topic('orders', 1, 3, { assignment: [[1, 2, 3]] })] }, '1'), 12.2);
    const ways = [2, 3].flatMap((id): Intervention[] => [
      { type: 'cutLink', from: 'broker-1', to: `broker-${id}` },
      { type: 'cutLink', from: `broker-${id}`, to: 'broker-1' },
    ]);
    timeline.intervene(ways);
    timeline.advanceUntil(s(15.5), 1e9);
    timeline.intervene([{ type: 'crash', node: 'broker-1', kind: 'process' }]);
    timeline.advanceUntil(s(60), 1e9);
  });

  const at = (n: number): RecordFate => ask(timeline, `fate(p1, ${n})`) as RecordFate;

  test('loses what it had acknowledged with acks=1, and the ledger names the entry', () => {
    const lost = ask(timeline, 'lostRecords()') as readonly { readonly value: string }[];
    expect(lost.length).toBeGreaterThan(1);
    expect(ask(timeline, 'acknowledgedLost(p1)')).toBe(lost.length);
    const started = entriesOf(timeline, 'LeaderStarted').find(({ args }) => args.leaderEpoch === 1);
    for (const { value } of lost) {
      const found = at(Number(value.slice(1)));
      expect(found).toMatchObject({ verdict: 'lost', value, offsets: [] });
      expect(found.told).toMatchObject({ acks: 1, copies: 1, error: null });
      expect(found.committed).toBeNull();
      expect(found.lost).toEqual({
        t: started?.t,
        seq: started?.seq,
        type: 'LeaderStarted',
        broker: started?.args.broker,
      });
    }
  });

  test('costs nothing that was replicated, and a record that was not handed over has no fate', () => {
    expect(at(0)).toMatchObject({ verdict: 'acknowledged', value: 'v0', offsets: [0], lost: null });
    expect(at(0).told?.copies).toBeGreaterThan(0);
    expect(ask(timeline, 'fate(p1, 5000)')).toBeNull();
    expect(ask(timeline, 'fate(nobody, 0)')).toBeNull();
  });
});

test('a record may fail and stand in the log all the same', () => {
  const given = scenario({
    topics: [topic('orders', 1, 3, { assignment: [[1, 2, 3]], config: { 'min.insync.replicas': '3' } })],
    producers: [
      producer('p', 'orders', {
        startAt: s(4),
        config: { acks: 'all', 'request.timeout.ms': '1000', 'delivery.timeout.ms': '3000' },
        program: { interval: s(0.5), count: 20 },
      }),
    ],
  });
  const timeline = clusterTimeline(given, 8.1);
  timeline.intervene([{ type: 'cutLink', from: 'broker-1', to: 'broker-2' }]);
  timeline.advanceUntil(s(40), 1e9);
  const { failed, failedButWritten } = ledger(timeline);
  expect(failedButWritten).toBeGreaterThan(0);
  expect(failedButWritten).toBeLessThanOrEqual(failed);
  expect(ask(timeline, 'failedButWritten(p)')).toBe(failedButWritten);
  const values = new Set(logged(timeline));
  const n = Array.from({ length: 20 }, (_, i) => i).find(
    (i) => fate(timeline, i).told?.error !== null && values.has(`v${i}`),
  );
  expect(fate(timeline, n ?? -1).verdict).toBe('failed but written');
});

test('records over several partitions keep the order in which they were handed over', () => {
  const given = scenario({
    topics: [topic('orders', 3, 1)],
    producers: [producer('p', 'orders', { startAt: s(4), program: { count: 30, keys: ['a', 'b', 'c', 'd', 'e'] } })],
  });
  const timeline = clusterTimeline(given, 20);
  const values = Array.from({ length: 30 }, (_, n) => fate(timeline, n).value);
  expect(values).toEqual(Array.from({ length: 30 }, (_, n) => `v${n}`));
  expect(new Set(Array.from({ length: 30 }, (_, n) => fate(timeline, n).partition)).size).toBeGreaterThan(1);
  expect(ask(timeline, 'outOfOrder')).toBe(0);
});
