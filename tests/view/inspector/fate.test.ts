import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { fateView, type FateView } from '../../../src/scene/fate.ts';
import { nodeIdOf } from '../../../src/sim/facts/lookup.ts';
import { partitionIdOf } from '../../../src/sim/read/nodes.ts';
import FateSheet from '../../../src/view/inspector/FateSheet.svelte';
import { lostAcknowledgements } from '../../scene/fate-runs.ts';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

const { run, world } = lostAcknowledgements();

function sheet(number: number, from = Number.MAX_SAFE_INTEGER) {
  const partition = partitionIdOf(world, 'orders', 0);
  const id = { by: 'producer', producer: nodeIdOf(world, 'p1', 'producer'), partition, number } as const;
  const view = fateView(run, id) as FateView;
  const calls = { onSeek: vi.fn(), onWhy: vi.fn(), onSelect: vi.fn(), onClose: vi.fn() };
  shown = mount(FateSheet, { target: document.body, props: { view, from, at: 12_000_000, ...calls } }) as Record<
    string,
    unknown
  >;
  flushSync();
  return { view, ...calls };
}

const button = (text: RegExp): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('button')].find((one) => text.test(one.textContent ?? ''));
  if (found === undefined) throw new Error(`button ${text} missing`);
  return found;
};

test('a lost record is told to its end; each line leads to its entry and to its causes', () => {
  const { view, onSeek, onWhy } = sheet(9);
  const text = document.body.textContent ?? '';
  for (const part of ['Record bob: v9 of p1', 'It is acknowledged, and it is lost.', 'Nobody has read it.'])
    expect(text).toContain(part);
  expect(document.querySelectorAll('li')).toHaveLength(view.lines.length);
  expect(document.querySelectorAll('li.bad')).toHaveLength(1);
  button(/begins to lead without it/).click();
  document.querySelector<HTMLElement>('[aria-label="Why: Broker 2 begins to lead without it: it is lost"]')?.click();
  const seq = view.lines.at(-1)?.seq;
  expect([onSeek.mock.calls, onWhy.mock.calls]).toEqual([[[seq]], [[seq]]]);
});

test('where the picture has gone back, the list stays and says where the picture is', () => {
  const { view } = sheet(9);
  expect(document.querySelector('.here')).toBeNull();
  if (shown !== null) void unmount(shown);
  sheet(9, view.lines[2]?.seq ?? 0);
  const items = [...document.querySelectorAll('li')];
  expect(items.findIndex((item) => item.classList.contains('here'))).toBe(2);
  expect(document.querySelector('.here')?.textContent).toBe('The picture is here, at 12.000 s.');
  expect(document.querySelector('[aria-current]')?.textContent).toContain('sends it to broker 1');
  expect(items.filter((item) => item.classList.contains('future'))).toHaveLength(view.lines.length - 2);
});

test('a record that is there leads to its tile; Escape closes', () => {
  const { onSelect, onClose } = sheet(3);
  button(/^offset 3$/).click();
  expect(onSelect.mock.calls[0]?.[0]).toMatchObject({ kind: 'record', offset: 3 });
  button(/^offset 3$/).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(onClose).toHaveBeenCalledOnce();
});
