import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { sheetOf } from '../../../src/scene/sheet.ts';
import { tablesOf } from '../../../src/scene/tables.ts';
import { keyOf, type Thing } from '../../../src/scene/thing.ts';
import Inspector from '../../../src/view/inspector/Inspector.svelte';
import Tables from '../../../src/view/table/Tables.svelte';
import { clusterWith, members, run } from '../../scene/group-runs.ts';
import Harness from './Harness.svelte';

const billing: Thing = { kind: 'group', group: 'billing' };
const moment = run(clusterWith(members(3, 'billing')), 30, [
  [12, { type: 'crash', node: 'billing-2', kind: 'process' }],
]);
const { world, history } = moment;

let shown: Record<string, unknown> | null = null;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function drawn(found: () => unknown): Promise<void> {
  flushSync();
  await vi.waitFor(() => {
    flushSync();
    if (found() === null) throw new Error('not drawn yet');
  });
}

test('a group is a button with its state in words; its members are drawn over it, with chips', async () => {
  const selected: (Thing | null)[] = [];
  shown = mount(Harness, {
    target: document.body,
    props: {
      first: world,
      onSelect: (thing: Thing | null) => selected.push(thing),
      onAct: () => {},
      actions: () => [],
    },
  }) as Record<string, unknown>;
  await drawn(() => document.querySelector('[data-key="group:billing"]'));
  const group = document.querySelector('[data-key="group:billing"]');
  expect(group?.getAttribute('role')).toBe('button');
  expect(group?.getAttribute('aria-label')).toMatch(
    /^Group billing: Stable · generation 2, coordinated by broker [123]; 2 members/,
  );
  expect(group?.textContent).toContain('Stable · generation 2');
  const boxes = [...document.querySelectorAll('.client.member')];
  expect(boxes).toHaveLength(3);
  // Members come after their group's ground, or it would hide them.
  for (const box of boxes)
    expect((group?.compareDocumentPosition(box) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(boxes.flatMap((box) => [...box.querySelectorAll('.chip.filled')])).toHaveLength(3);
  group?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(selected.at(-1)).toEqual(billing);
});

test("a group's sheet shows its last rebalance: each partition with who had it, who has it, and for how long nobody did", async () => {
  const selected: Thing[] = [];
  shown = mount(Inspector, {
    target: document.body,
    props: {
      sheet: sheetOf(world, billing, history),
      onSelect: (thing: Thing) => selected.push(thing),
      onAct: () => {},
      onSeek: () => {},
      onClose: () => {},
    },
  }) as Record<string, unknown>;
  await drawn(() => document.querySelector('table'));
  const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
  expect(rows).toHaveLength(3);
  expect(rows.filter((row) => /billing-2 → billing-[13] \d+(\.\d)? s$/.test(row ?? ''))).toHaveLength(1);
  expect(rows.filter((row) => /stays with billing-[13] \d+(\.\d)? m?s$/.test(row ?? ''))).toHaveLength(2);
  document.querySelector<HTMLButtonElement>('tbody button')?.click();
  expect(selected.map(keyOf)).toEqual(['partition:0']);
});

test('the tables have a section for each group', () => {
  const selected: Thing[] = [];
  shown = mount(Tables, {
    target: document.body,
    props: { tables: tablesOf(world, world.now, history), onSelect: (thing: Thing) => selected.push(thing) },
  }) as Record<string, unknown>;
  flushSync();
  const section = [...document.querySelectorAll('section')].find((one) =>
    one.textContent?.includes('committed offset'),
  );
  expect(section?.querySelector('h2')?.textContent?.replace(/\s+/g, ' ').trim()).toBe('Group billing');
  expect(section?.textContent).toMatch(/Stable · generation 2, coordinator broker [123]/);
  expect(section?.textContent).toMatch(/billing-2\s*not running/);
  section?.querySelector<HTMLButtonElement>('h2 button')?.click();
  expect(selected).toEqual([billing]);
});
