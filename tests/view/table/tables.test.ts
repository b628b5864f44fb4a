import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { tablesOf } from '../../../src/scene/tables.ts';
import Entries from '../../../src/view/table/Entries.svelte';
import { timeText, type EntryLine } from '../../../src/view/table/entry-line.ts';
import Tables from '../../../src/view/table/Tables.svelte';
import { troubles } from '../../scene/troubled-world.ts';
import { leaderDied } from '../../scene/worlds.ts';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

function table(world = leaderDied(), cards = false) {
  const onSelect = vi.fn();
  shown = mount(Tables, { target: document.body, props: { tables: tablesOf(world), cards, onSelect } }) as Record<
    string,
    unknown
  >;
  flushSync();
  return onSelect;
}

describe('the tables', () => {
  test('have a row for each partition and a column for each broker', () => {
    table();
    const [first] = document.querySelectorAll('tbody tr');
    const cells = [...(first?.querySelectorAll('th, td') ?? [])].map((cell) =>
      cell.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(cells).toEqual([
      'payments-0',
      '3',
      '6',
      '3, 1, 2',
      'follower start 0 · HW 36 · end 37',
      'follower start 0 · HW 36 · end 37',
      'leader, crashed start 0 · HW 37 · end 38',
    ]);
  });

  test('name their columns and rows for those who hear them', () => {
    table();
    for (const heading of document.querySelectorAll('th'))
      expect(heading.getAttribute('scope')).toMatch(/^(col|row|rowgroup)$/);
  });

  test('lead to each thing', () => {
    const onSelect = table();
    for (const one of document.querySelectorAll<HTMLElement>('button')) one.click();
    const kinds = new Set(onSelect.mock.calls.map(([thing]) => (thing as { kind: string }).kind));
    expect([...kinds].sort()).toEqual([
      'broker',
      'consumer',
      'partition',
      'producer',
      'replica',
      'session',
      'zookeeper',
    ]);
  });

  test('become cards where there is no room for columns', () => {
    table(troubles(), true);
    expect(document.querySelectorAll('article')).toHaveLength(2);
    expect(document.body.textContent).toContain('starting, waits for its old session to expire');
  });
});

describe('what happened', () => {
  const line = (seq: number): EntryLine => ({
    seq,
    at: seq * 1000,
    sentence: `Something ${seq}.`,
    interest: 'beat',
    fault: seq === 2,
  });

  test('is a list of sentences with their time; the one that is shown is marked', () => {
    const [onSeek, onWhy] = [vi.fn(), vi.fn()];
    shown = mount(Entries, {
      target: document.body,
      props: { lines: [line(1), line(2), line(3)], now: 2, onSeek, onWhy },
    }) as Record<string, unknown>;
    flushSync();
    const current = document.querySelector('[aria-current="step"]');
    expect(current?.textContent?.replace(/\s+/g, ' ').trim()).toBe('0.002 Something 2.');
    (current as HTMLElement).click();
    document.querySelector<HTMLElement>('[aria-label^="Why: Something 3"]')?.click();
    expect([onSeek.mock.calls[0]?.[0], onWhy.mock.calls[0]?.[0]]).toEqual([line(2), line(3)]);
  });

  test('shows milliseconds', () => {
    expect([0, 999, 1_000, 12_400_000, 3_600_000_000].map(timeText)).toEqual([
      '0.000',
      '0.000',
      '0.001',
      '12.400',
      '3600.000',
    ]);
  });
});
