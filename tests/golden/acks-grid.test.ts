import { expect, test } from 'vitest';

import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { createWorld, runUntil } from '../../src/sim/cluster.ts';
import { Checker } from '../../src/sim/invariants/checker.ts';
import { acksCells, acksScenario, playAcksCell, type AcksOutcome } from '../../src/timeline/acks-grid.ts';

/* acks by min.insync.replicas by the leader's crash: the simulator fills the grid, the file keeps it, and these are its laws. */

const outcomes: readonly AcksOutcome[] = acksCells().map(playAcksCell);

const COLUMNS = ['sent', 'acknowledged', 'failed', 'lost', 'vanished', 'repeated', 'outOfOrder', 'failedButWritten'] as const;

function textOf(): string {
  const head = ['crash  ', 'min.insync', 'acks', ...COLUMNS].join('  ');
  const rows = outcomes.map(({ crash, minInsync, acks, ledger }) =>
    [
      crash.padEnd(7),
      String(minInsync).padStart(10),
      acks.padStart(4),
      ...COLUMNS.map((column) => String(ledger[column]).padStart(column.length)),
    ].join('  '),
  );
  return `${[head, ...rows].join('\n')}\n`;
}

const of = (wanted: Partial<AcksOutcome>): readonly AcksOutcome[] =>
  outcomes.filter((outcome) => Object.entries(wanted).every(([key, value]) => outcome[key as keyof AcksOutcome] === value));

test('the grid is as it was', async () => {
  await expect(textOf()).toMatchFileSnapshot('stories/acks-grid.txt');
});

test('every record that was sent is accounted for', () => {
  for (const { ledger } of outcomes) {
    expect(ledger.sent).toBe(1000);
    expect(ledger.waiting).toBe(0);
    expect(ledger.acknowledged + ledger.failed).toBe(ledger.sent);
  }
});

test('acks=1 loses acknowledged records whatever min.insync.replicas says', () => {
  for (const { ledger } of of({ acks: '1' })) expect(ledger.lost).toBeGreaterThan(0);
});

test('acks=0 loses records, and calls all of them sent', () => {
  for (const { ledger } of of({ acks: '0' })) expect([ledger.acknowledged, ledger.vanished > 0]).toEqual([1000, true]);
});

test('min.insync.replicas does nothing for acks=0 and acks=1', () => {
  for (const crash of ['in sync', 'alone'] as const)
    for (const acks of ['0', '1'] as const) {
      const failures = of({ crash, acks }).map(({ ledger }) => [ledger.failed > 0, ledger.lost > 0, ledger.vanished > 0]);
      expect(new Set(failures.map(String)).size).toBe(1);
    }
});

test('acks=all loses nothing while an in-sync replica lives', () => {
  for (const { ledger } of of({ acks: 'all', crash: 'in sync' })) expect(ledger.lost).toBe(0);
});

test('acks=all with a minimum of one is acknowledged by the leader alone, and that is lost', () => {
  const [one] = of({ acks: 'all', crash: 'alone', minInsync: 1 });
  expect(one?.ledger.lost).toBeGreaterThan(0);
});

test('acks=all with a minimum of two refuses what the leader alone would have, and loses nothing', () => {
  for (const minInsync of [2, 3] as const) {
    const [cell] = of({ acks: 'all', crash: 'alone', minInsync });
    expect(cell?.ledger.lost).toBe(0);
    expect(cell?.ledger.failed).toBeGreaterThan(0);
  }
});

test('a minimum of three of three refuses as soon as one broker is away', () => {
  const [cell] = of({ acks: 'all', crash: 'in sync', minInsync: 3 });
  expect(cell?.ledger.failed).toBeGreaterThan(0);
  const [two] = of({ acks: 'all', crash: 'in sync', minInsync: 2 });
  expect(two?.ledger.failed).toBe(0);
});

test('idempotence, which acks=all allows, keeps every log free of repeats and in order', () => {
  for (const { ledger } of of({ acks: 'all' })) expect([ledger.repeated, ledger.outOfOrder]).toEqual([0, 0]);
});

test('no invariant breaks with acks=all: what is lost, the trace explains', () => {
  for (const cell of of({ acks: 'all' })) {
    const { scenario } = parseScenario('acks', acksScenario(cell));
    if (scenario === null) throw new Error('the scenario cannot be read');
    const checker = new Checker();
    const violations: string[] = [];
    let before = createWorld(scenario);
    runUntil(before, 60_000_000, (entries, after) => {
      for (const { invariant, text } of checker.look(before, after, entries)) violations.push(`${invariant}: ${text}`);
      before = after;
    });
    expect(violations, JSON.stringify(cell)).toEqual([]);
  }
});
