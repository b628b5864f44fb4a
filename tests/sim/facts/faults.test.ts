import { expect, test } from 'vitest';

import { drawn, nextState } from '../../../src/lib/rng.ts';
import { decidingLogs, shown } from '../../../src/sim/facts/lookup.ts';
import type { RecordFate } from '../../../src/sim/facts/of/fates.ts';
import type { Intervention } from '../../../src/sim/intervention.ts';
import { recordAt, recordsOf } from '../../../src/sim/read/log.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { s, topic } from '../cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from '../../timeline/cluster-run.ts';

/** What a reader of the whole trace finds lost: acknowledged, and at its offset in none of the logs that decide. */
function lostByTheTrace(timeline: Timeline): readonly (string | null)[] {
  return entriesOf(timeline, 'RecordsAcknowledged').flatMap(({ args }) => {
    const logs = decidingLogs(timeline.world, args.partition);
    return args.batch.records.flatMap((record, index) => {
      const offset = args.baseOffset + index;
      const there = logs.some((log) => recordAt(log, offset)?.record.value === record.value);
      return there || args.baseOffset < 0 ? [] : [shown(record.value)];
    });
  });
}

/** The ledger compares ranges of numbers; a reader of all records finds the same by their values, of which no two are alike. */
function ledgerAgrees(timeline: Timeline): void {
  const { world } = timeline;
  const leading: string[][] = [];
  const anywhere = new Set<string>();
  for (const partition of world.names.partitions.keys()) {
    decidingLogs(world, partition).forEach((log, index) => {
      const values = recordsOf(log).map(({ record }) => shown(record.value) ?? '');
      if (index === 0) leading.push(values);
      for (const value of values) anywhere.add(value);
    });
  }
  const acknowledged = entriesOf(timeline, 'RecordsAcknowledged').flatMap(({ args }) => args.batch.records);
  const gone = acknowledged.filter(({ value }) => !anywhere.has(shown(value) ?? '')).length;
  const repeated = leading.reduce((total, values) => total + values.length - new Set(values).size, 0);
  expect(ask(timeline, 'fates(p1)')).toMatchObject({ inLog: anywhere.size, repeated, lost: gone });
  expect(ask(timeline, 'duplicatesInLog')).toBe(repeated);
  const sent = Number(ask(timeline, 'sent(p1)'));
  const one = (n: number): RecordFate => ask(timeline, `fate(p1, ${n})`) as RecordFate;
  const verdicts = Array.from({ length: sent }, (_, n) => one(n).verdict);
  expect(verdicts.filter((verdict) => verdict === 'lost')).toHaveLength(gone);
}

function faults(seed: number): readonly Intervention[] {
  let state = seed;
  const draw = (bound: number): number => {
    state = nextState(state);
    return drawn(state, bound);
  };
  const broker = (): string => `broker-${draw(3) + 1}`;
  const all: Intervention[] = [];
  for (let i = 0; i < 8; i++) {
    const node = broker();
    const faultsOfOne: readonly Intervention[] = [
      { type: 'crash', node, kind: draw(3) === 0 ? 'power' : 'process' },
      { type: 'start', node },
      { type: 'freeze', node },
      { type: 'thaw', node },
      { type: 'cutLink', from: node, to: broker() },
      { type: 'healLink', from: node, to: broker() },
      { type: 'stop', node },
    ];
    all.push(faultsOfOne[draw(faultsOfOne.length)] ?? { type: 'start', node });
  }
  return all;
}

test.each([1, 2, 3, 4, 5, 6])('whatever fails, facts say what the whole trace says (seed %i)', (seed) => {
  const acks = seed % 2 === 0 ? 'all' : '1';
  const timeline = clusterTimeline(orders({ topics: [topic('orders', 2, 3)] }, acks), 10, { seed });
  let at = 10;
  for (const fault of faults(seed)) {
    timeline.intervene([fault]);
    timeline.advanceUntil(s((at += 7)), 1e9);
    const sum = (type: 'RecordsAcknowledged' | 'RecordsFailed' | 'RecordsBuffered'): number =>
      entriesOf(timeline, type).reduce((total, { args }) => total + args.count, 0);
    expect(ask(timeline, 'acknowledged(p1)')).toBe(sum('RecordsAcknowledged'));
    expect(ask(timeline, 'failed(p1)')).toBe(sum('RecordsFailed') + entriesOf(timeline, 'SendFailed').length);
    expect(ask(timeline, 'sent(p1)')).toBe(sum('RecordsBuffered'));
    const appended = entriesOf(timeline, 'RecordsAppended').reduce((total, { args }) => total + args.to - args.from, 0);
    expect(ask(timeline, 'appended(0s, 1000s)')).toBe(appended);
    const elections = entriesOf(timeline, 'LeaderElected').filter(({ args }) => args.election !== 'new');
    expect(ask(timeline, 'electionCount')).toBe(elections.length);
    const lost = lostByTheTrace(timeline);
    expect(ask(timeline, 'ackedButLost')).toBe(lost.length);
    const told = ask(timeline, 'lostRecords') as readonly { readonly value: string | null }[];
    expect(told.map(({ value }) => value)).toEqual(lost);
    expect(ask(timeline, 'survivors')).toBe(sum('RecordsAcknowledged') - lost.length);
    ledgerAgrees(timeline);
  }
});
