import { beforeAll, describe, expect, test } from 'vitest';

import { factNames } from '../../../src/sim/facts/registry.ts';
import { askFact, askNamed } from '../../../src/sim/facts/ask.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { s } from '../cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from '../../timeline/cluster-run.ts';

describe('a record written with acks=all', () => {
  let timeline: Timeline;
  let leader: number;

  beforeAll(() => {
    timeline = clusterTimeline(orders(), 20.5);
    leader = Number(ask(timeline, 'leader(orders-0)'));
  });

  test('is on every in-sync replica when its acknowledgement arrives', () => {
    expect(ask(timeline, 'copiesAtAck(orders-0@3)')).toBe(3);
    expect(ask(timeline, 'copiesAtAck(v3)')).toBe(3);
    expect(ask(timeline, 'replicasHolding(v3)')).toEqual([1, 2, 3]);
    expect(ask(timeline, 'copiesAtAck(v999)')).toBeNull();
  });

  test('is counted wherever it is', () => {
    const appended = entriesOf(timeline, 'RecordsAppended').length;
    expect(ask(timeline, 'count(orders-0)')).toBe(appended);
    expect(ask(timeline, 'sent(p1)')).toBe(entriesOf(timeline, 'RecordsBuffered').length);
    expect(ask(timeline, 'appendedBy(p1)')).toBe(appended);
    expect(ask(timeline, 'acknowledged(p1)')).toBe(entriesOf(timeline, 'RecordsAcknowledged').length);
    expect(ask(timeline, 'printed(c1)')).toBe(ask(timeline, 'position(c1, orders-0)'));
    expect(ask(timeline, 'processed(c1)')).toBe(ask(timeline, 'printed(c1)'));
    expect(ask(timeline, 'deliveries(v3)')).toBe(1);
    expect(ask(timeline, 'countKey(alice, orders)')).toBe(Math.ceil(appended / 2));
    expect(ask(timeline, 'countValue(v3, orders)')).toBe(1);
    expect(ask(timeline, 'failed(p1)')).toBe(0);
  });

  test('is told with its partition, offset, key and value', () => {
    expect(ask(timeline, 'recordsAt(1, orders)')).toEqual([
      { partition: 'orders-0', offset: 1, key: 'bob', value: 'v1' },
    ]);
    const printed = ask(timeline, 'printedRecords(c1)') as readonly unknown[];
    expect(printed[0]).toEqual({ partition: 'orders-0', offset: 0, key: 'alice', value: 'v0' });
    const acknowledged = ask(timeline, 'acknowledgedRecords(p1)') as readonly unknown[];
    expect(acknowledged[1]).toEqual({ partition: 'orders-0', offset: 1, key: 'bob', value: 'v1' });
    expect((ask(timeline, 'logValues(orders-0)') as readonly string[]).slice(0, 3)).toEqual(['v0', 'v1', 'v2']);
    expect(ask(timeline, `logValues(orders-0, ${leader})`)).toEqual(ask(timeline, 'logValues(orders-0)'));
  });

  test('can be read up to one below the high watermark', () => {
    expect(ask(timeline, 'lastReadable(orders-0)')).toBe(Number(ask(timeline, 'highWatermark(orders-0)')) - 1);
    expect(ask(timeline, 'logStart(orders-0)')).toBe(0);
    expect(ask(timeline, 'logEndOffset(orders-0)')).toBe(ask(timeline, 'count(orders-0)'));
  });

  test('comes in through its leader, and is read there', () => {
    expect(ask(timeline, 'brokersWrittenTo(p1)')).toEqual([leader]);
    const others = [1, 2, 3].filter((id) => id !== leader);
    for (const id of others) expect(ask(timeline, `fetchesServedBy(${id})`)).toBe(0);
    expect(ask(timeline, `fetchesServedBy(${leader})`)).toBeGreaterThan(10);
    expect(ask(timeline, 'connections(c1)')).toBe(
      entriesOf(timeline, 'ConnectionOpened').filter(({ node }) => timeline.world.nodes.length - 1 === node).length,
    );
  });

  test('was appended between two instants', () => {
    const between = entriesOf(timeline, 'RecordsAppended').filter(({ t }) => t > s(8) && t <= s(12));
    expect(ask(timeline, 'appended(8s, 12s)')).toBe(between.length);
    expect(ask(timeline, 'appended(8s, 12s, orders)')).toBe(between.length);
    expect(ask(timeline, 'appended(8s, 12s, other)')).toBe(0);
    expect(ask(timeline, 'distinctPartitions(orders)')).toBe(1);
    expect(ask(timeline, 'distinctPartitions(orders, 30s, 40s)')).toBe(0);
  });

  test('has its place in the trace', () => {
    const first = entriesOf(timeline, 'RecordsPrinted').find(({ t }) => t > s(9));
    expect(ask(timeline, 'firstEntry(9s, RecordsPrinted)')).toEqual({
      type: 'RecordsPrinted',
      node: 'c1',
      t: first?.t,
    });
    expect(ask(timeline, 'firstEntry(500s)')).toBeNull();
    expect(ask(timeline, 'countEntries(RecordsPrinted)')).toBe(entriesOf(timeline, 'RecordsPrinted').length);
    expect(ask(timeline, 'countEntries(RequestSent)')).toBeNull();
    expect(ask(timeline, 'happened(ProcessCrashed)')).toBe(false);
  });

  test('makes every question answerable in words', () => {
    expect(ask(timeline, 'isr(orders-0)')).toHaveLength(3);
    expect(ask(timeline, 'eligibleLeaders(orders-0)')).toEqual(ask(timeline, 'replicas(orders-0)'));
    expect(ask(timeline, 'withoutLeader()')).toEqual([]);
    expect(ask(timeline, 'leaderEpoch(orders-0)')).toBe(0);
    expect(ask(timeline, 'controllerEpoch()')).toBe(1);
    expect(ask(timeline, 'waitingFor(1)')).toBeNull();
  });
});

test('the slower of two in-sync followers releases an acknowledgement with acks=all', () => {
  const timeline = clusterTimeline(orders(), 8);
  const leader = Number(ask(timeline, 'leader(orders-0)'));
  const [fast, slow] = [1, 2, 3].filter((id) => id !== leader);
  timeline.intervene([{ type: 'slowLink', from: `broker-${leader}`, to: `broker-${slow}`, extra: 50_000 }]);
  timeline.advanceUntil(s(14), 1e9);
  for (const offset of [5, 6, 7]) {
    expect(ask(timeline, `ackReleasedBy(orders-0@${offset})`)).toBe(slow);
    expect(ask(timeline, `copiesAtAck(orders-0@${offset})`)).toBe(3);
  }
  expect(fast).not.toBe(slow);
  expect(ask(timeline, 'ackReleasedBy(orders-0@900)')).toBeNull();
});

test('with a follower out of the ISR, acks=all waits for two copies, not for three', () => {
  const timeline = clusterTimeline(orders(), 8);
  const leader = Number(ask(timeline, 'leader(orders-0)'));
  const dead = [1, 2, 3].find((id) => id !== leader && id !== Number(ask(timeline, 'controller'))) ?? 0;
  timeline.intervene([{ type: 'stop', node: `broker-${dead}` }]);
  timeline.advanceUntil(s(20), 1e9);
  expect(ask(timeline, 'isr(orders-0)')).toHaveLength(2);
  expect(ask(timeline, 'copiesAtAck(orders-0@12)')).toBe(2);
  expect(ask(timeline, `brokerState(${dead})`)).toBe('stopped');
  expect(ask(timeline, `replicasHolding(orders-0@12)`)).not.toContain(dead);
  expect(ask(timeline, 'eligibleLeaders(orders-0)')).not.toContain(dead);
});

/** Cuts the leader off from its followers, lets it take some records, and kills it; the others elect one of them. */
function leaderDiesAlone(acks: string): Timeline {
  const timeline = clusterTimeline(orders({}, acks), 12.2);
  const leader = Number(ask(timeline, 'leader(orders-0)'));
  const others = [1, 2, 3].filter((id) => id !== leader);
  const ways = others.flatMap((id) => [
    { type: 'cutLink', from: `broker-${leader}`, to: `broker-${id}` } as const,
    { type: 'cutLink', from: `broker-${id}`, to: `broker-${leader}` } as const,
  ]);
  timeline.intervene(ways);
  timeline.advanceUntil(s(15.5), 1e9);
  timeline.intervene([{ type: 'crash', node: `broker-${leader}`, kind: 'process' }]);
  return timeline;
}

describe('records that only a dead leader has', () => {
  test('are lost with acks=1 as soon as another leads, and not before', () => {
    const timeline = leaderDiesAlone('1');
    expect(ask(timeline, 'ackedButLost()')).toBe(0);
    timeline.advanceUntil(s(60), 1e9);
    const values = new Set(ask(timeline, 'logValues(orders-0)') as readonly string[]);
    const told = ask(timeline, 'acknowledgedRecords(p1)') as readonly { readonly value: string }[];
    const lost = told.filter(({ value }) => !values.has(value));
    expect(lost.length).toBeGreaterThan(1);
    expect(ask(timeline, 'ackedButLost()')).toBe(lost.length);
    expect(ask(timeline, 'lostRecords()')).toEqual(lost);
    expect(ask(timeline, 'survivors()')).toBe(told.length - lost.length);
    expect(ask(timeline, 'electionCount(orders-0)')).toBe(1);
    expect(ask(timeline, 'electionCount()')).toBe(1);
  });

  test('were never acknowledged with acks=all', () => {
    const timeline = leaderDiesAlone('all');
    timeline.advanceUntil(s(90), 1e9);
    expect(ask(timeline, 'acknowledged(p1)')).toBeGreaterThan(5);
    expect(ask(timeline, 'ackedButLost()')).toBe(0);
    expect(ask(timeline, 'survivors()')).toBe(ask(timeline, 'acknowledged(p1)'));
  });

  test('a dead broker’s log can still be asked about', () => {
    const timeline = leaderDiesAlone('1');
    const dead = Number(ask(timeline, 'leader(orders-0)'));
    timeline.advanceUntil(s(60), 1e9);
    expect(ask(timeline, `brokerState(${dead})`)).toBe('crashed');
    expect(ask(timeline, `logValues(orders-0, ${dead})`)).toContain('v8');
    expect(ask(timeline, 'leader(orders-0)')).not.toBe(dead);
    expect(ask(timeline, 'leaderEpoch(orders-0)')).toBe(1);
  });
});

test('before a topic exists there is no answer, and nobody fails', () => {
  const timeline = clusterTimeline(orders(), 0.001);
  const answers = {
    leader: null,
    leaderEpoch: null,
    isr: null,
    replicas: null,
    highWatermark: null,
    logEndOffset: null,
    count: null,
    logValues: null,
    lastReadable: null,
    eligibleLeaders: null,
  };
  for (const [fact, answer] of Object.entries(answers)) expect(ask(timeline, `${fact}(orders-0)`), fact).toBe(answer);
  expect(ask(timeline, 'controller')).toBe(-1);
  expect(ask(timeline, 'ackedButLost')).toBe(0);
  expect(ask(timeline, 'printed(nobody)')).toBeNull();
  expect(askFact('leader', ['orders-0'], timeline.world)).toBeUndefined();
});

test('a script asks of the World alone, by names and plain arguments', () => {
  const timeline = clusterTimeline(orders(), 10);
  expect(askFact('isr', ['orders-0'], timeline.world)).toEqual(ask(timeline, 'isr(orders-0)'));
  expect(askNamed(timeline.run, 'printed', ['c1'])).toBe(ask(timeline, 'printed(c1)'));
  expect(() => askFact('nonsense', [], timeline.world)).toThrow('a question must be asked of a fact that exists');
});

test('the facts that the first lessons and the command line need are there', () => {
  const wanted =
    'count countKey logValues recordsAt logStart logEndOffset highWatermark position printed processed acknowledged failed ackedButLost survivors ' +
    'copiesAtAck ackReleasedBy replicasHolding isr eligibleLeaders leader leaderEpoch fetchesServedBy partitionOf movedKeys distinctPartitions ' +
    'deliveries connections firstEntry appended controller controllerEpoch brokerState electionCount';
  for (const name of wanted.split(' ')) expect(factNames).toContain(name);
});
