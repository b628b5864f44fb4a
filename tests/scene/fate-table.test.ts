import { describe, expect, test } from 'vitest';

import { fateList, type FateQuery } from '../../src/scene/fate-list.ts';
import { fateTables, type FateRow } from '../../src/scene/fate-table.ts';
import { fateView } from '../../src/scene/fate.ts';
import type { ProducerLedger } from '../../src/sim/facts/producer-ledger.ts';
import { nodeIdOf } from '../../src/sim/facts/lookup.ts';
import { sentRanges } from '../../src/sim/facts/sent-ranges.ts';
import { sizeOf } from '../../src/lib/ranges.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { ask } from '../timeline/cluster-run.ts';
import { brokenConnection, lostAcknowledgements, memberDies } from './fate-runs.ts';

const row = <F extends string>(rows: readonly FateRow<F>[], at = 0): FateRow<F> => {
  const found = rows[at];
  if (found === undefined) throw new Error('row missing');
  return found;
};
const counts = (found: FateRow<string>): { readonly [fate: string]: number } =>
  Object.fromEntries(found.cells.flatMap((cell) => (cell === null ? [] : [[cell.fate, cell.count]])));

/** The list behind a number of the first row. */
function listOf(timeline: Timeline, of: 'sent' | 'read', fate: string, most = 1000) {
  const tables = fateTables(timeline.run);
  const { owner } = row(of === 'sent' ? tables.sent.rows : tables.read.rows);
  return fateList(timeline.run, { of, owner, fate } as FateQuery, most);
}

describe('the tables of fates', () => {
  test('count what the ledger counts', () => {
    for (const [timeline, name] of [
      [brokenConnection(), 'p'],
      [brokenConnection('0'), 'p'],
      [lostAcknowledgements(), 'p1'],
    ] as const) {
      const ledger = ask(timeline, `fates(${name})`) as ProducerLedger;
      const all = sentRanges(timeline.run, nodeIdOf(timeline.world, name, 'producer'));
      const size = (fate: keyof (typeof all)[number]['ranges']): number =>
        all.reduce((sum, { ranges }) => sum + sizeOf(ranges[fate]), 0);
      expect(size('sent')).toBe(ledger.sent);
      expect(size('acknowledged')).toBe(ledger.acknowledged);
      expect(size('waiting')).toBe(ledger.waiting);
      expect(size('failed')).toBe(ledger.failed);
      expect(size('lost')).toBe(ledger.lost);
      expect(size('vanished')).toBe(ledger.vanished);
      expect(size('outOfOrder')).toBe(ledger.outOfOrder);
      expect(size('doubled')).toBe(ledger.repeated);
      expect(size('failedButWritten')).toBe(ledger.failedButWritten);
    }
  });

  test('leave out what few runs need while it holds nothing, and mark what nobody wants', () => {
    const calm = fateTables(memberDies('after').run).sent;
    expect(calm.columns.map(({ name }) => name)).toEqual([
      'sent',
      'acknowledged',
      'failed',
      'acknowledged but lost',
      'doubled',
    ]);
    expect(row(calm.rows).cells.map((cell) => cell?.bad)).toEqual([false, false, false, false, false]);
    const late = fateTables(brokenConnection().run).sent;
    expect(late.columns.map(({ name }) => name)).toContain('out of order');
    expect(row(late.rows).cells.filter((cell) => cell?.bad)).toHaveLength(2);
  });

  test('count with a group what its members have processed twice and skipped, as the facts do', () => {
    const again = memberDies('after');
    const twice = ask(again, 'processedTwice(kitchen)') as readonly unknown[];
    expect(counts(row(fateTables(again.run).read.rows))).toEqual({
      read: 20,
      readTwice: 20,
      processed: 20,
      processedTwice: twice.length,
      skipped: 0,
    });
    const lost = memberDies('before');
    expect(counts(row(fateTables(lost.run).read.rows))['skipped']).toBe(ask(lost, 'skipped(kitchen, orders-0)'));
  });

  test('say nothing of processing for a consumer without a group', () => {
    const { read } = fateTables(brokenConnection().run);
    expect(
      row(read.rows)
        .cells.map((cell) => cell?.fate ?? null)
        .filter((fate) => fate === null),
    ).toHaveLength(3);
  });
});

describe('the list behind a number', () => {
  test('has the very records, each of which has that fate', () => {
    const timeline = lostAcknowledgements();
    const list = listOf(timeline, 'sent', 'lost');
    const values = (ask(timeline, 'lostRecords()') as readonly { readonly key: string; readonly value: string }[]).map(
      ({ key, value }) => `${key}: ${value}`,
    );
    expect(list.records.map(({ text }) => text)).toEqual(values);
    expect(list.title).toBe(`p1, orders: ${values.length} records acknowledged but lost`);
    for (const { id, at } of list.records) {
      const view = fateView(timeline.run, id);
      expect([view?.verdict, view?.lines[0]?.at]).toEqual(['It is acknowledged, and it is lost.', at]);
    }
  });

  test('finds what a group has processed twice, and what it has skipped', () => {
    const again = memberDies('after');
    const twice = ask(again, 'processedTwice(kitchen)') as readonly { readonly value: string }[];
    expect(listOf(again, 'read', 'processedTwice').records.map(({ text }) => text)).toEqual(
      twice.map((one) => one.value),
    );
    const lost = memberDies('before');
    const skipped = listOf(lost, 'read', 'skipped');
    expect(skipped.total).toBe(ask(lost, 'skipped(kitchen, orders-0)'));
    for (const { id } of skipped.records) expect(fateView(lost.run, id)?.more[0]).toContain('has skipped it');
  });

  test('lists so many and knows how many there are', () => {
    const list = listOf(brokenConnection(), 'sent', 'acknowledged', 30);
    expect([list.records.length, list.total, list.records[29]?.text]).toEqual([30, 400, 'v29']);
  });
});
