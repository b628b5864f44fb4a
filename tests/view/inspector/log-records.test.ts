import '../../../src/scene/metadata/load.ts';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';

import { logWindow } from '../../../src/scene/log-window.ts';
import { quorumOf } from '../../../src/sim/read/quorum.ts';
import LogRecords from '../../../src/view/inspector/LogRecords.svelte';
import { Cluster, kraft } from '../../sim/kraft/cluster/kraft-cluster.ts';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

const { world } = new Cluster(kraft({ era: '4.0', roles: 'separate' })).until(6);
const voter = { kind: 'controller', node: quorumOf(world)?.voters[0]?.node ?? -1 } as const;

function show(from: number | null, count: number, highWatermark?: number | null) {
  const log = logWindow(world, voter, from, count);
  if (log === null) throw new Error('a voter has a log');
  const marked = highWatermark === undefined ? log : withMark(log, highWatermark);
  const props = { log: marked, follows: from === null, onFrom: vi.fn(), onSelect: vi.fn() };
  shown = mount(LogRecords, { target: document.body, props }) as Record<string, unknown>;
  flushSync();
  return props;
}

function withMark(log: NonNullable<ReturnType<typeof logWindow>>, highWatermark: number | null) {
  const committed = (offset: number) => (highWatermark === null ? null : offset < highWatermark);
  return { ...log, highWatermark, lines: log.lines.map((line) => ({ ...line, committed: committed(line.offset) })) };
}

const items = (): string[] =>
  [...document.querySelectorAll('ol > li')].map((item) => item.textContent.replaceAll(/\s+/g, ' ').trim());
const button = (name: string) => [...document.querySelectorAll('button')].find((one) => one.textContent === name);

test('the high watermark stands between what is committed and what is not, which says so', () => {
  const { onSelect, log } = show(0, 4, 2);
  expect(items()[2]).toBe('high watermark 2');
  expect(items().map((text) => text.includes('not committed'))).toEqual([false, false, false, true, true]);
  document.querySelectorAll<HTMLElement>('button.record')[3]?.click();
  expect(onSelect).toHaveBeenCalledExactlyOnceWith(log.lines[3]?.thing);
});

test('at the end of a log that is committed as a whole the high watermark stands last, and in a window before it nowhere', () => {
  show(null, 3);
  expect(items().at(-1)).toMatch(/^high watermark \d+$/);
  if (shown !== null) void unmount(shown);
  show(2, 3);
  expect(items().some((text) => text.includes('high watermark'))).toBe(false);
});

test('the window is moved by buttons, and those that lead nowhere are off', () => {
  const { onFrom, log } = show(0, 4);
  expect([button('Oldest')?.disabled, button('Older')?.disabled]).toEqual([true, true]);
  button('Newer')?.click();
  button('Latest')?.click();
  expect(onFrom.mock.calls).toEqual([[log.newer], [null]]);
  expect(document.querySelector('.where')?.textContent).toBe(`Offsets 0 to 3 of 0 to ${log.end - 1}`);
});

test('whoever does not run does not know what is committed', () => {
  show(0, 4, null);
  expect(document.body.textContent).toContain('what is committed is not known here');
  expect(document.body.textContent).not.toContain('not committed');
});
