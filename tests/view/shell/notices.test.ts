import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Notice } from '../../../src/view/shell/notice.ts';
import Notices from '../../../src/view/shell/Notices.svelte';

let shown: Record<string, unknown> | null = null;

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  vi.useRealTimers();
});

function show(more: Partial<Notice>) {
  const onDismiss = vi.fn();
  const notice: Notice = { id: 4, text: 'A new cluster is running.', details: [], action: null, stays: false, ...more };
  shown = mount(Notices, { target: document.body, props: { notices: [notice], onDismiss, onAct: vi.fn() } }) as Record<
    string,
    unknown
  >;
  flushSync();
  return onDismiss;
}

test('a notice leaves by itself after some seconds', () => {
  const onDismiss = show({});
  vi.advanceTimersByTime(5_000);
  expect(onDismiss).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(onDismiss).toHaveBeenCalledWith(4);
});

test('what went wrong stays until it is dismissed', () => {
  const onDismiss = show({ stays: true });
  vi.advanceTimersByTime(600_000);
  expect(onDismiss).not.toHaveBeenCalled();
});

test('a notice waits while the focus is on it, and leaves some seconds after that', () => {
  const onDismiss = show({ action: 'Back to the one before' });
  const button = document.querySelector<HTMLElement>('.notice button');
  button?.focus();
  vi.advanceTimersByTime(60_000);
  expect(onDismiss).not.toHaveBeenCalled();
  button?.blur();
  vi.advanceTimersByTime(20_000);
  expect(onDismiss).toHaveBeenCalledWith(4);
});
