import { flushSync, tick } from 'svelte';
import { describe, expect, test } from 'vitest';

import type { PlayerEvent } from '../../../src/lesson/player/machine.ts';
import { planNow } from '../../../src/lesson/plan/plan-lesson.ts';
import { rowsOf } from '../../../src/lesson/plan/plan.ts';
import { theSmallLesson } from '../../lesson/support/small-lesson.ts';
import CheckHarness from './CheckHarness.svelte';
import { button, choose, click, radio, show } from './page.ts';
import PanelHarness from './PanelHarness.svelte';

const lesson = theSmallLesson();
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

function panelAtQuestion(): ReturnType<typeof panel> {
  const open = panel();
  for (const event of [{ type: 'run' }, { type: 'reached' }, { type: 'next' }] as const) open.send(event);
  open.heard.length = 0;
  return open;
}

describe('a step that asks nothing', () => {
  test('has its story, its text and a button that runs it', () => {
    const { heard } = panel();
    expect(document.body.textContent).toContain('A story, in one paragraph.');
    expect(document.querySelector('fieldset')).toBeNull();
    click(button('Run'));
    expect(heard).toEqual(['startRun']);
    expect(button('Running').getAttribute('aria-disabled')).toBe('true');
  });
});

describe('a prediction', () => {
  test('is a group of radio buttons under its question', () => {
    panelAtQuestion();
    const [options, confidence] = document.querySelectorAll('fieldset');
    expect(options?.querySelector('legend')?.textContent).toContain('How many are left of trips?');
    expect([...(options?.querySelectorAll('input') ?? [])].map(({ type }) => type)).toEqual(['radio', 'radio']);
    expect(new Set([...(options?.querySelectorAll('input') ?? [])].map(({ name }) => name)).size).toBe(1);
    expect(confidence?.querySelector('legend')?.textContent).toBe('How sure are you?');
    expect(confidence?.querySelectorAll('input')).toHaveLength(3);
  });

  test('keeps the run back, says why, and stays in the tab order', () => {
    const { heard } = panelAtQuestion();
    const run = button('Run and compare');
    expect(run.disabled).toBe(false);
    expect(run.getAttribute('aria-disabled')).toBe('true');
    const why = document.getElementById(run.getAttribute('aria-describedby') ?? '');
    expect(why?.textContent).toBe('Choose an answer first, or skip the question.');
    click(run);
    expect(heard).toEqual(['say Choose an answer first, or skip the question.']);
  });

  test('can be changed until the run, and not after it', () => {
    const { heard } = panelAtQuestion();
    choose('none');
    choose('5');
    choose('likely');
    expect(radio('none').checked).toBe(false);
    expect(radio('5').checked).toBe(true);
    expect(button('Run and compare').getAttribute('aria-disabled')).toBe('false');
    click(button('Run and compare'));
    expect(heard).toEqual(['keepAnswer', 'startRun']);
    expect(radio('none').disabled).toBe(true);
  });

  test('can be skipped, and then does not count', () => {
    const { heard, send } = panelAtQuestion();
    click(button("skip, don't count"));
    expect(heard).toEqual(['startRun']);
    send({ type: 'reached' });
    expect(document.querySelector('.verdict')?.textContent).toContain('The run gives 5.');
  });

  test('that was wrong is answered with the belief, the entry that refutes it and the reason', () => {
    const { heard, send } = panelAtQuestion();
    choose('none');
    click(button('Run and compare'));
    send({ type: 'reached' });
    const verdict = document.querySelector('.verdict')?.textContent?.replace(/\s+/g, ' ') ?? '';
    expect(verdict).toContain('You might think reading a record removes it, as from a queue. It is not so.');
    expect(verdict).toContain('The run gives 5; you predicted none.');
    expect(verdict).toMatch(/In this run: Entry \d+\./);
    expect(verdict).toContain('Reading moves a position.');
    expect(heard.at(-1)).toBe('say You predicted none; the run gives 5. Reading moves a position.');
    click(button('Show me'));
    const question = plan.steps[1]?.question ?? null;
    const [row] = question === null ? [] : rowsOf(question);
    expect(heard.at(-1)).toBe(`show ${row?.proof}`);
  });

  test('is marked in words and not by colour alone', () => {
    const { send } = panelAtQuestion();
    choose('none');
    click(button('Run and compare'));
    send({ type: 'reached' });
    const options = [...document.querySelectorAll('li.option')].map((one) =>
      one.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(options).toEqual(['✕ none your prediction', '✓ 5 what the run gave']);
  });
});

describe('the focus', () => {
  test('goes to the heading of the next step', async () => {
    const { send } = panel();
    for (const event of [{ type: 'run' }, { type: 'reached' }, { type: 'next' }] as const) send(event);
    await tick();
    expect(document.activeElement?.textContent).toBe('Then we read');
  });

  test('goes to what happened, when the run has ended', async () => {
    const { send } = panelAtQuestion();
    choose('5');
    click(button('Run and compare'));
    send({ type: 'reached' });
    await tick();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('What the run gave');
    click(button('Explain'));
    await tick();
    expect(document.activeElement?.textContent).toContain('They are still there.');
  });
});

describe('after the explanation', () => {
  test('one thing can be changed, and what it would give stands beside what it gave', () => {
    const { heard, send } = panelAtQuestion();
    for (const event of [{ type: 'skip' }, { type: 'reached' }, { type: 'explain' }] as const) send(event);
    expect([...document.querySelectorAll('dt, dd')].map((one) => one.textContent)).toEqual([
      'as it was',
      '5',
      'changed',
      '6',
    ]);
    click(button('Run it changed'));
    expect(heard.at(-1)).toBe('change');
    expect(button('To the self-check')).toBeDefined();
  });

  test('a link leads to another step', () => {
    const { heard } = panelAtQuestion();
    click(button('how they came'));
    expect(heard).toEqual(['step write']);
  });
});

describe('the self-check', () => {
  function open(): string[] {
    const heard: string[] = [];
    show(CheckHarness, { lesson, plan, heard: (what: string) => heard.push(what) });
    return heard;
  }

  function answerWith(right: boolean, item: number): void {
    const question = plan.checks[item]?.question;
    const option =
      question?.options.findIndex((one, index) => (index === question.right) === right && !isTried(one.text)) ?? -1;
    choose(question?.options[option]?.text ?? '');
    click(button('Answer'));
  }

  function isTried(text: string): boolean {
    return radio(text).disabled;
  }

  test('takes the focus, which has gone with the button that led here', async () => {
    open();
    await tick();
    expect(document.activeElement?.textContent).toBe('Self-check');
  });

  test('does nothing before an answer, and says so', () => {
    const heard = open();
    expect(button('Answer').getAttribute('aria-disabled')).toBe('true');
    click(button('Answer'));
    expect(heard).toEqual(['say Choose an answer first.']);
  });

  test('gives a second try, with the first one out', () => {
    const heard = open();
    answerWith(false, 0);
    expect(heard).toEqual(['say It is not that. One more try.']);
    expect([...document.querySelectorAll('input')].filter(({ disabled }) => disabled)).toHaveLength(1);
    expect(document.querySelector('.verdict')).toBeNull();
    answerWith(true, 0);
    expect(document.querySelector('.verdict')?.textContent).toContain('Offsets count from 0.');
  });

  test('takes the focus to what the run gave, since the button that led there is gone', async () => {
    open();
    answerWith(true, 0);
    await tick();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('What the run gave');
  });

  test('ends in a summary, where the wrong ones alone can be tried again', () => {
    const heard = open();
    answerWith(true, 0);
    click(button('Go on'));
    answerWith(true, 1);
    click(button('Go on'));
    answerWith(false, 2);
    answerWith(false, 2);
    click(button('Go on'));
    expect([...document.querySelectorAll('.outcome')].map((one) => one.textContent)).toEqual([
      'right',
      'right',
      'wrong twice',
    ]);
    click(button('Try the wrong one again'));
    expect(document.body.textContent).toContain('Item 1 of 1');
    expect(document.querySelector('legend')?.textContent).toBe('Which comes next?');
    answerWith(true, 2);
    click(button('Go on'));
    click(button('Finish the lesson'));
    expect(heard.at(-1)).toBe('done');
  });
});
