import { lessons, openings } from 'virtual:lessons';
import { expect, test } from 'vitest';

import { LessonSession } from '../../src/app/session/lesson-session.ts';
import { machinery } from '../../src/app/session/machinery.ts';
import { changeProgress, noProgress, type Progress } from '../../src/lesson/progress/progress.ts';
import { rowsOf } from '../../src/lesson/plan/plan.ts';
import { planWithSoundSeed } from '../../src/lesson/plan/plan-lesson.ts';
import { wallClock } from './support/clock.ts';

const ID = '10-a-broker-dies';

interface Bench {
  readonly lesson: LessonSession;
  draw(milliseconds: number): void;
  progress(): Progress;
  /** Lets promises that are due go on. */
  settle(): Promise<void>;
}

async function bench(step = 0, withSimulator = true, id = ID): Promise<Bench> {
  const [loadLesson, loadOpening] = [lessons[id], openings[id]];
  if (loadLesson === undefined || loadOpening === undefined) throw new Error('the lesson is there');
  const { outside, draw } = wallClock();
  let progress: Progress = noProgress;
  const page = {
    outside,
    tell: () => undefined,
    progress: () => progress,
    keep: (change: Parameters<typeof changeProgress>[1]) => {
      progress = changeProgress(progress, change);
    },
    clock: () => 1_700_000_000_000,
  };
  const lesson = new LessonSession(await loadLesson(), (await loadOpening()).plan, page, step);
  lesson.open();
  if (withSimulator) await lesson.attach(machinery);
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
  };
  return { lesson, draw, progress: () => progress, settle };
}

test('what the site was built with is what the simulator gives', async () => {
  const [lesson, opening] = await Promise.all([lessons[ID]?.(), openings[ID]?.()]);
  if (lesson === undefined || opening === undefined) throw new Error('the lesson is there');
  const planning = planWithSoundSeed(lesson, lesson.scenario.seed);
  let turn = planning.next();
  while (turn.done !== true) turn = planning.next();
  expect(opening.plan).toEqual(turn.value);
  const { lesson: session } = await bench();
  expect(session.main?.run.timeline.world).toEqual(opening.world);
});

test('a step runs to its goal and no further, and is then compared', async () => {
  const { lesson, draw, settle } = await bench(1);
  expect(lesson.phase).toBe('predicting');
  lesson.send({ type: 'choose', option: 0 });
  lesson.send({ type: 'run' });
  await settle();
  expect(lesson.phase).toBe('running');
  draw(60_000);
  expect(lesson.phase).toBe('comparing');
  expect(lesson.main?.run.timeline.present.step).toBe(lesson.step.end.step);
  expect(lesson.screen.verdict).not.toBeNull();
});

test('whatever entry has been looked at meanwhile, the explanation is read at the end of the step', async () => {
  const { lesson, draw, settle } = await bench(1);
  lesson.send({ type: 'choose', option: 0 });
  lesson.send({ type: 'run' });
  await settle();
  draw(60_000);
  await lesson.main?.goTo(lesson.step.start);
  expect(lesson.main?.run.timeline.present.step).toBe(lesson.step.start.step);
  lesson.send({ type: 'explain' });
  await settle();
  expect(lesson.main?.run.timeline.present.step).toBe(lesson.step.end.step);
});

test('a prediction is kept once, with the belief behind it', async () => {
  const { lesson, progress, settle } = await bench(1);
  const [question] = lesson.step.question === null ? [] : rowsOf(lesson.step.question);
  const wrong = question?.options.findIndex(({ belief }) => belief !== null) ?? -1;
  lesson.send({ type: 'choose', option: wrong });
  lesson.send({ type: 'rate', confidence: 'certain' });
  lesson.send({ type: 'run' });
  await settle();
  const [answer] = progress().lessons[ID]?.answers ?? [];
  expect(answer).toMatchObject({ attempt: 1, correct: false, confidence: 'certain', at: 1_700_000_000_000 });
  expect(answer?.belief).toMatch(/^M\d+$/);
});

test('a step that was begun before the simulator came runs as soon as it is there', async () => {
  const { lesson, draw, settle } = await bench(0, false);
  lesson.send({ type: 'run' });
  expect(lesson.phase).toBe('running');
  expect(lesson.main).toBeNull();
  await lesson.attach(machinery);
  await settle();
  draw(60_000);
  expect(lesson.phase).toBe('explaining');
});

test('before the run nothing beyond the beginning of the step can be seen', async () => {
  const { lesson } = await bench(1);
  await lesson.main?.seek(60_000_000);
  expect(lesson.main?.run.timeline.present.step).toBe(lesson.step.start.step);
  expect(lesson.main?.heldBack).toMatch(/choose an answer/i);
});

test('a change of the reader leads off script, and back again to the step', async () => {
  const { lesson } = await bench(1);
  lesson.main?.act([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  expect(lesson.isOffScript).toBe(true);
  expect(lesson.main?.heldBack).toBeNull();
  await lesson.backToScript();
  expect(lesson.isOffScript).toBe(false);
  expect(lesson.main?.run.timeline.present.step).toBe(lesson.step.start.step);
});

test('to the end of the step, at once', async () => {
  const { lesson, settle } = await bench(1);
  lesson.send({ type: 'skip' });
  await settle();
  await lesson.skipToLimit();
  expect(lesson.phase).toBe('comparing');
  expect(lesson.screen.verdict?.kind).toBe('skipped');
});

test('the run with one thing changed stands beside the lesson and is left again', async () => {
  const { lesson, settle } = await bench();
  const changed = lesson.lesson.steps.findIndex(({ change }) => change !== null);
  const { lesson: there } = await bench(changed);
  there.send({ type: 'skip' });
  await settle();
  await there.skipToLimit();
  const own = there.main;
  await there.showChange();
  expect(there.asideKind).toBe('change');
  expect(there.shown).not.toBe(own);
  await there.backToScript();
  expect(there.asideKind).toBeNull();
  expect(there.shown).toBe(own);
});

test('the self-check has a run of its own to look at once an item is answered', async () => {
  const { lesson, progress, settle } = await bench(0);
  lesson.send({ type: 'goTo', step: 0 });
  const last = lesson.lesson.steps.length - 1;
  for (let step = 0; step <= last; step++) {
    lesson.send({ type: step === 0 || lesson.phase === 'reading' ? 'run' : 'skip' });
    await settle();
    await lesson.skipToLimit();
    if (lesson.phase === 'comparing') lesson.send({ type: 'explain' });
    lesson.send({ type: 'next' });
    await settle();
  }
  expect(lesson.phase).toBe('checking');
  const right = lesson.plan.checks[0]?.question?.right ?? 0;
  await lesson.answer(right);
  expect(lesson.checkScreen?.phase).toBe('right');
  expect(lesson.asideKind).toBe('check');
  lesson.nextItem();
  expect(lesson.asideKind).toBeNull();
  for (const check of lesson.plan.checks.slice(1)) {
    await lesson.answer(check.question?.right ?? 0);
    lesson.nextItem();
  }
  expect(lesson.checkScreen?.phase).toBe('summary');
  lesson.finish();
  expect(lesson.phase).toBe('done');
  expect(progress().lessons[ID]?.done).toBe(true);
});

test('of a question with rows each pick is kept by itself, with its row and the belief behind it', async () => {
  const { lesson, progress, settle } = await bench(10);
  [1, 0, 2, 0, 1, 0].forEach((option, row) => lesson.send({ type: 'choose', option, row }));
  lesson.send({ type: 'run' });
  await settle();
  const answers = progress().lessons[ID]?.answers ?? [];
  expect(answers.map(({ question, choice, belief, correct }) => [question, choice, belief, correct])).toEqual([
    ['decide payouts-0', '3', 'M73', false],
    ['decide payouts-1', '2', null, true],
    ['decide payouts-2', 'none', null, true],
    ['decide payouts-3', '2', null, true],
    ['decide payouts-4', '3', null, true],
    ['decide payouts-5', '2', null, true],
  ]);
});

test('a step that is told on another cluster runs there from where its twin begins to where it ends, and back', async () => {
  const { lesson, draw, settle } = await bench(4, true, '14-from-zookeeper-to-kraft');
  lesson.send({ type: 'skip' });
  await settle();
  await lesson.skipToLimit();
  lesson.send({ type: 'explain' });
  const { main } = lesson;
  void lesson.showTwin();
  await settle();
  draw(60_000);
  await settle();
  expect(lesson.asideKind).toBe('twin');
  expect(lesson.shown?.run.timeline.world.setup.mode).toBe('zookeeper');
  expect(lesson.shown?.run.timeline.present.step).toBe(lesson.step.twin?.end.step);
  await lesson.backToScript();
  expect(lesson.asideKind).toBeNull();
  expect(lesson.shown).toBe(main);
  expect(main?.run.timeline.present.step).toBe(lesson.step.end.step);
});
