import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { fateList, type FateList, type FateQuery } from '../../../src/scene/fate-list.ts';
import { fateTables } from '../../../src/scene/fate-table.ts';
import Fates from '../../../src/view/fates/Fates.svelte';
import { keyOfNumber } from '../../../src/view/fates/fates.ts';
import { lostAcknowledgements } from '../../scene/fate-runs.ts';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

const { run } = lostAcknowledgements();
const tables = fateTables(run);

function table(more: { readonly list?: FateList; readonly open?: string; readonly cards?: boolean } = {}) {
  const calls = { onOpen: vi.fn(), onMore: vi.fn(), onTrace: vi.fn(), onThing: vi.fn(), onTry: vi.fn() };
  const props = { tables, list: null, open: null, ...more, ...calls };
  shown = mount(Fates, { target: document.body, props }) as Record<string, unknown>;
  flushSync();
  return calls;
}

const lost = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[aria-label*="acknowledged but lost, p1"]');
  if (found === null) throw new Error('the number of what is lost is missing');
  return found;
};

test('a number that is not 0 opens its records; a record leads to its life', () => {
  const { onOpen } = table();
  expect(document.querySelectorAll('th[scope="row"]')).toHaveLength(2);
  expect(lost().getAttribute('aria-expanded')).toBe('false');
  lost().click();
  const query = onOpen.mock.calls[0]?.[0] as FateQuery;
  expect([query.of, query.fate]).toEqual(['sent', 'lost']);
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
  const list = fateList(run, query, 2);
  const { onOpen: again, onTrace, onMore } = table({ list, open: keyOfNumber(query) });
  expect(lost().getAttribute('aria-expanded')).toBe('true');
  expect(document.getElementById(lost().getAttribute('aria-controls') ?? '')?.textContent).toContain(list.title);
  document.querySelector<HTMLElement>('.record')?.click();
  expect(onTrace.mock.calls).toEqual([[list.records[0]]]);
  [...document.querySelectorAll('button')].find((one) => one.textContent?.endsWith(' more'))?.click();
  expect(onMore).toHaveBeenCalledOnce();
  lost().click();
  expect(again.mock.calls).toEqual([[null]]);
});

test('names lead to their things, and the grid is one click away', () => {
  const { onThing, onTry } = table();
  for (const one of document.querySelectorAll<HTMLElement>('.name')) one.click();
  expect(onThing.mock.calls.map(([thing]) => (thing as { kind: string }).kind)).toEqual(['producer', 'consumer']);
  [...document.querySelectorAll('button')]
    .find((one) => one.textContent === 'Try: acks and min.insync.replicas')
    ?.click();
  expect(onTry).toHaveBeenCalledOnce();
});

test('where there is no room for columns, each row is a card', () => {
  table({ cards: true });
  expect(document.querySelectorAll('table')).toHaveLength(0);
  expect(document.querySelectorAll('.card')).toHaveLength(2);
  expect(document.querySelector('dl')?.textContent?.replace(/\s+/g, ' ')).toMatch(/sent ?\d+ ?acknowledged ?\d+/);
});
