import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';

import type { CourseMap as Map } from '../../../src/lesson/course.ts';
import type { PlayerEvent } from '../../../src/lesson/player/machine.ts';
import { planNow } from '../../../src/lesson/plan/plan-lesson.ts';
import { changeProgress, noProgress } from '../../../src/lesson/progress/progress.ts';
import type { Block } from '../../../src/lesson/prose.ts';
import CourseMap from '../../../src/view/lesson/CourseMap.svelte';
import Prose from '../../../src/view/lesson/Prose.svelte';
import StepDots from '../../../src/view/lesson/StepDots.svelte';
import { theSmallLesson } from '../../lesson/support/small-lesson.ts';
import CheckHarness from './CheckHarness.svelte';
import PanelHarness from './PanelHarness.svelte';

const lesson = theSmallLesson();
const plan = planNow(lesson, 1);

let mounted: Record<string, unknown>[] = [];

afterEach(() => {
  for (const one of mounted) void unmount(one);
  mounted = [];
  document.body.replaceChildren();
});

function show<P extends Record<string, unknown>, E extends Record<string, unknown>>(
  component: Component<P, E>,
  props: P,
): E {
  const one = mount(component, { target: document.body, props });
  mounted.push(one);
  flushSync();
  return one;
}

function button(name: string | RegExp): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) =>
    typeof name === 'string' ? one.textContent?.trim() === name : name.test(one.textContent ?? ''),
  );
  if (found === undefined)
    throw new Error(`no button ${String(name)} among ${all.map((one) => one.textContent?.trim()).join(', ')}`);
  return found;
}

function click(element: HTMLElement): void {
  element.click();
  flushSync();
}

/** The radio button whose label has this text. */
function radio(text: string): HTMLInputElement {
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim().startsWith(text));
  const input = label?.querySelector('input');
  if (input == null) throw new Error(`no choice ${text}`);
  return input;
}

function choose(text: string): void {
  click(radio(text));
}

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
    expect(heard.at(-1)).toBe(`show ${plan.steps[1]?.question?.proof}`);
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
    expect(document.activeElement?.getAttribute('aria-label')).toBe('What happened');
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

describe('prose', () => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title = 2</script>';

  test('is never taken for markup', () => {
    const blocks: readonly Block[] = [
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: evil },
          { kind: 'emphasis', children: [{ kind: 'code', text: evil }] },
        ],
      },
      { kind: 'list', ordered: true, items: [[{ kind: 'code', language: null, text: evil }]] },
      {
        kind: 'quote',
        children: [{ kind: 'paragraph', children: [{ kind: 'strong', children: [{ kind: 'text', text: evil }] }] }],
      },
    ];
    show(Prose, { blocks });
    expect(document.querySelector('img, script')).toBeNull();
    expect(document.body.textContent?.split(evil)).toHaveLength(5);
    expect(document.querySelectorAll('p em code, ol pre code, blockquote p strong')).toHaveLength(3);
  });
});

describe('the course map and the steps', () => {
  const course: Map = {
    title: 'Course',
    world: 'A world.',
    lessons: [
      { number: 1, title: 'First', line: 'Not there.', slides: [], available: null },
      {
        number: 2,
        title: 'Second',
        line: 'There.',
        slides: [],
        available: { id: '02-small', hash: 'a', steps: ['write', 'read'] },
      },
    ],
  };
  const hrefOf = (id: string): string => `#/lesson/${id}`;

  test('a lesson that is there is a link, another is named as to come', () => {
    show(CourseMap, { course, progress: noProgress, hrefOf });
    const links = [...document.querySelectorAll('a')];
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Second', '#/lesson/02-small'],
    ]);
    expect(document.querySelector('li')?.textContent).toContain('to come');
  });

  test('what has been done of it is said', () => {
    let progress = changeProgress(noProgress, { type: 'opened', lesson: '02-small', hash: 'a' });
    progress = changeProgress(progress, { type: 'began', lesson: '02-small', step: 'read' });
    show(CourseMap, { course, progress, hrefOf });
    expect(document.body.textContent).toContain('at step 2 of 2');
    show(CourseMap, { course, progress: changeProgress(progress, { type: 'finished', lesson: '02-small' }), hrefOf });
    expect(document.body.textContent).toContain('done');
  });

  test('steps that are ahead cannot be gone to, and each says what it is', () => {
    const went: number[] = [];
    show(StepDots, {
      steps: [
        { title: 'One', state: 'done' },
        { title: 'Two', state: 'here' },
        { title: 'Three', state: 'ahead' },
      ],
      onGoTo: (index: number) => went.push(index),
    });
    const dots = [...document.querySelectorAll('button')];
    expect(dots.map((dot) => dot.getAttribute('aria-label'))).toEqual([
      'Step 1: One, done',
      'Step 2: Two, you are here',
      'Step 3: Three, not begun',
    ]);
    expect(dots[1]?.getAttribute('aria-current')).toBe('step');
    for (const dot of dots) click(dot);
    expect(went).toEqual([0, 1]);
  });
});
