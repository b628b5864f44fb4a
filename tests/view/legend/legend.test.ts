import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';

import Legend from '../../../src/view/legend/Legend.svelte';

let shown: Record<string, unknown> | null = null;

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

/** The signs of the picture, by what they mean. */
const signs = [
  'A record, committed.',
  'A record, not committed yet.',
  'Leader epoch.',
  'Leader.',
  'Follower in sync.',
  'Follower out of sync.',
  'A broker that is gone.',
  'Log start, high watermark, log end.',
  'A consumer’s position.',
  'A committed offset.',
  'Both at one place.',
  'A group with a member.',
  'A request under way.',
  'A response under way.',
  'Records under way.',
  'A request that waits.',
  'Lost.',
  'Cut off.',
  'A timer that matters.',
  'A slow link.',
  'A cut link.',
  'The controller.',
  'A controller of KRaft with the metadata log.',
  'Records of __consumer_offsets.',
  'A log as a bar.',
];

test('the legend has every sign, each with a drawing and its words', () => {
  shown = mount(Legend, { target: document.body }) as Record<string, unknown>;
  flushSync();
  const items = [...document.querySelectorAll('li')];
  expect(items.map((item) => item.querySelector('strong')?.textContent)).toEqual(signs);
  for (const item of items) expect(item.querySelector('svg')?.children.length ?? 0).toBeGreaterThan(0);
});

test("nothing in the legend takes the keyboard's focus", () => {
  shown = mount(Legend, { target: document.body }) as Record<string, unknown>;
  flushSync();
  expect(document.querySelectorAll('[tabindex="0"]')).toHaveLength(0);
});
