import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { tablesOf } from '../../../src/scene/tables.ts';
import Entries from '../../../src/view/table/Entries.svelte';
import type { EntryLine } from '../../../src/view/table/entry-line.ts';
import Tables from '../../../src/view/table/Tables.svelte';
import { clusterOf } from '../../scene/cluster-fixture.ts';
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

  test('fold Kafka’s own topics until they are asked for', () => {
    const internal = { replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: { end: 1, hw: 1, value: () => 'v' } } };
    table(
      clusterOf({
        brokers: [{ id: 1 }],
        controller: 1,
        topics: { orders: [internal], __consumer_offsets: [internal, internal] },
      }),
      true,
    );
    const cards = (): number => document.querySelectorAll('article').length;
    expect(cards()).toBe(1);
    const toggle = [...document.querySelectorAll<HTMLElement>('button')].find((one) =>
      one.textContent?.includes('Kafka’s own topics'),
    );
    expect(toggle?.textContent?.replace(/\s+/g, ' ')).toContain('the 2 partitions');
    toggle?.click();
    flushSync();
    expect(cards()).toBe(3);
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
    expect(current?.textContent?.replace(/\s+/g, ' ').trim()).toBe('0.002 s Something 2.');
    (current as HTMLElement).click();
    document.querySelector<HTMLElement>('[aria-label^="Why: Something 3"]')?.click();
    expect([onSeek.mock.calls[0]?.[0], onWhy.mock.calls[0]?.[0]]).toEqual([line(2), line(3)]);
  });

  test('is one stop for the keyboard: arrows go from entry to entry and on to its why', () => {
    const [onSeek, onWhy] = [vi.fn(), vi.fn()];
    shown = mount(Entries, {
      target: document.body,
      props: { lines: [line(1), line(2), line(3)], now: 2, onSeek, onWhy },
    }) as Record<string, unknown>;
    flushSync();
    const stops = document.querySelectorAll<HTMLElement>('ol button[tabindex="0"]');
    expect([...stops].map((stop) => stop.textContent)).toEqual([expect.stringContaining('Something 2.')]);
    const focused = (): string => document.activeElement?.textContent ?? '';
    const press = (key: string): void => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      flushSync();
    };
    stops[0]?.focus();
    press('ArrowDown');
    expect(focused()).toContain('Something 3.');
    press('ArrowDown');
    expect(focused()).toContain('Something 3.');
    press('ArrowRight');
    expect(focused()).toBe('why?');
    press('Home');
    expect(focused()).toContain('why?');
    press('ArrowLeft');
    expect(focused()).toContain('Something 1.');
    expect(document.querySelectorAll('ol button[tabindex="0"]')).toHaveLength(1);
  });
});
