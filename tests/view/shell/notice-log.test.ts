import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';

import { MOST_SAID, Page } from '../../../src/app/page.svelte.ts';
import NoticeLog from '../../../src/view/shell/NoticeLog.svelte';

let shown: Record<string, unknown> | null = null;

beforeAll(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
  };
});

afterEach(() => {
  if (shown !== null) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

test('a notice that has left, one that was pushed out, and what was only said can be read again, each once', () => {
  const page = new Page();
  for (const name of ['first', 'second', 'third', 'fourth']) page.notify(`The ${name}.`, { stays: true });
  page.notify('Saved.', { details: ['in a file'] });
  page.dismiss(page.notices[0]?.id ?? -1);
  page.announcer.say('Back in the run as it was.', 'answer');
  page.announcer.say('Broker 1 leads.', 'beat');
  page.announcer.keep('Refused: no such topic.');
  expect(page.said.map(({ text }) => text)).toEqual([
    'The first.',
    'The second.',
    'The third.',
    'The fourth.',
    'Saved.',
    'Back in the run as it was.',
    'Refused: no such topic.',
  ]);
  expect(page.said[4]?.details).toEqual(['in a file']);
});

test('the last fifty are kept, in their order', () => {
  const page = new Page();
  for (let i = 1; i <= 60; i++) page.notify(`Notice ${i}.`);
  expect(page.said).toHaveLength(MOST_SAID);
  expect([page.said[0]?.text, page.said.at(-1)?.text]).toEqual(['Notice 11.', 'Notice 60.']);
  expect(new Set(page.said.map(({ id }) => id)).size).toBe(MOST_SAID);
});

test('the list has the latest first, with its time and its details', () => {
  const said = [
    { id: 1, time: '14:03:07', text: 'The topic numtest is there already.', details: [] },
    { id: 2, time: '14:03:09', text: 'lab.yaml is refused.', details: ['line 3: no such key'] },
  ];
  shown = mount(NoticeLog, { target: document.body, props: { said, onClose: vi.fn() } }) as Record<string, unknown>;
  flushSync();
  const lines = [...document.querySelectorAll('ol > li')].map((line) =>
    line.textContent.replaceAll(/\s+/g, ' ').trim(),
  );
  expect(lines).toEqual([
    '14:03:09 lab.yaml is refused. line 3: no such key',
    '14:03:07 The topic numtest is there already.',
  ]);
});
