import { flushSync } from 'svelte';
import { expect, test } from 'vitest';

import type { PlayerEvent } from '../../../src/lesson/player/machine.ts';
import { planNow } from '../../../src/lesson/plan/plan-lesson.ts';
import { theTableLesson } from '../../lesson/support/table-lesson.ts';
import { button, click, show } from './page.ts';
import PanelHarness from './PanelHarness.svelte';

const lesson = theTableLesson();
const plan = planNow(lesson, 1);

function panel(): { readonly heard: string[]; readonly send: (event: PlayerEvent) => void } {
  const heard: string[] = [];
  const { send } = show(PanelHarness, { lesson, plan, heard: (what: string) => heard.push(what) }) as {
    send: (event: PlayerEvent) => void;
  };
  return {
    heard,
    send(event) {
      send(event);
      flushSync();
    },
  };
}

function pick(label: string): void {
  const input = document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
  if (input === null) throw new Error(`no radio button ${label}`);
  input.click();
  flushSync();
}

function textOf(selector: string): string {
  return document.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
}

test('a pick in each of several rows is a table with headings, a group of radio buttons in each row, each with a name of its own', () => {
  panel();
  expect(textOf('caption')).toBe('Who leads each of the two?');
  expect([...document.querySelectorAll('thead th')].map(({ textContent }) => textContent)).toEqual([
    'your pick',
    'leader',
    'replicas',
    'broker 1',
    'broker 2',
    'nobody',
  ]);
  expect([...document.querySelectorAll('tbody th[scope="row"]')].map(({ textContent }) => textContent)).toEqual([
    'trips-0',
    'trips-1',
  ]);
  const names = [...document.querySelectorAll<HTMLInputElement>('table input')].map(({ name }) => name);
  expect(names).toHaveLength(6);
  expect(new Set(names).size).toBe(2);
});

test('the step runs when every row has its pick, and says before what is missing', () => {
  const { heard } = panel();
  pick('trips-1: broker 1');
  click(button('Run and compare'));
  expect(heard).toEqual(['say Pick one in every row first, or skip the question.']);
  pick('trips-0: nobody');
  pick('trips-0: broker 2');
  click(button('Run and compare'));
  expect(heard.slice(1)).toEqual(['keepAnswer', 'startRun']);
});

test('after the run each row says in words what the run gave, and a wrong pick its belief; the announcer says which rows differ', () => {
  const { heard, send } = panel();
  pick('trips-0: nobody');
  pick('trips-1: broker 2');
  click(button('Run and compare'));
  send({ type: 'reached' });
  expect(
    [...document.querySelectorAll('tbody .unseen')].map(({ textContent }) => textContent).filter((one) => one !== ''),
  ).toEqual(['what the run gave', 'your pick', 'your pick, and what the run gave']);
  expect(textOf('.verdict')).toMatch(
    /^1 of 2 rows as you predicted\. trips-0: you picked nobody, the run gives broker 2\. You might think a partition waits for its own leader to come back\. It is not so\. In this run: Entry \d+\. Show me The first live replica leads\.$/,
  );
  expect(heard.at(-1)).toBe(
    'say 1 of 2 rows as you predicted. trips-0: you picked nobody, the run gives broker 2. The first live replica leads.',
  );
});

test('a table that is skipped is answered as a whole', () => {
  const { send } = panel();
  click(button("skip, don't count"));
  send({ type: 'reached' });
  expect(textOf('.verdict')).toContain('The run gives trips-0: broker 2; trips-1: broker 2.');
});
