import { beforeAll, describe, expect, test } from 'vitest';

import { stableStringify } from '../../../src/lib/json.ts';
import '../../../src/sim/kraft/load.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import type { CourseFiles } from '../../../src/lesson/build/files.ts';
import { checkPlay } from '../../../src/lesson/build/check-play.ts';
import { planNow } from '../../../src/lesson/plan/plan-lesson.ts';
import { isTable, rightInWords, rowsOf, type ComputedQuestion, type Plan } from '../../../src/lesson/plan/plan.ts';
import { sayMistakes, type Mistake } from '../../../src/scenario/mistake.ts';
import { LONGEST_STEP, ownTimeline, SHORTEST_STEP, stepsWatched, type Watched } from './pace.ts';
import { straysOf } from './strays.ts';

const SEEDS = 25;
/** Of so many the time to watch is measured too, which takes a second run of each; the page plays the lesson's own. */
const WATCHED = 5;
/** A long lesson on a machine that has other things to do. */
const PATIENCE = 600_000;

/** The lesson's own seed, and 24 others. */
function seedsOf(lesson: Lesson): readonly number[] {
  const others = Array.from({ length: SEEDS }, (_, index) => index + 1).filter((seed) => seed !== lesson.scenario.seed);
  return [lesson.scenario.seed, ...others].slice(0, SEEDS);
}

/** All questions of a plan; of a table each row. */
function questionsOf(plan: Plan): readonly { readonly where: string; readonly question: ComputedQuestion; readonly isRow: boolean }[] {
  return [...plan.steps, ...plan.checks].flatMap(({ id, question }) =>
    question === null
      ? []
      : rowsOf(question).map((row) => ({ where: `${id} ${row.name ?? ''} with seed ${plan.seed}`, question: row, isRow: isTable(question) })),
  );
}

/** A lesson played for one seed. */
interface Played {
  readonly plan: Plan;
  readonly watched: readonly Watched[];
  readonly strays: readonly string[];
  readonly mistakes: readonly Mistake[];
}

function played(lesson: Lesson, seed: number, files: CourseFiles, isWatched: boolean): Played {
  const strays: string[] = [];
  const plan = planNow(lesson, seed, (question, stretch, computed) => {
    strays.push(...straysOf(question, stretch, computed).map((stray) => `${stray} with seed ${seed}`));
  });
  const path = `${lesson.id}/script.yaml`;
  const mistakes = checkPlay(lesson, plan, `lessons/${path}`, files.read(path) ?? '');
  return { plan, watched: isWatched ? stepsWatched(plan, ownTimeline(lesson, plan)) : [], strays, mistakes };
}

/** One mistake a place: what is wrong with one seed is mostly wrong with all. */
function onePerPlace(mistakes: readonly Mistake[]): readonly Mistake[] {
  return mistakes.filter(
    (one, index) => mistakes.findIndex(({ line, column }) => line === one.line && column === one.column) === index,
  );
}

/** The tests of one lesson, headless. It is played only when one of them is wanted: a filter by its name plays no other. */
export function playLesson(lesson: Lesson, files: CourseFiles): void {
  describe(`${lesson.id}, ${lesson.title}, over ${SEEDS} seeds`, () => {
  let all: readonly Played[] = [];
  let plans: readonly Plan[] = [];

  beforeAll(() => {
    all = seedsOf(lesson).map((seed, index) => played(lesson, seed, files, index < WATCHED));
    plans = all.map(({ plan }) => plan);
  }, PATIENCE);

  test('every goal is reached, every moment comes, and every question can be asked', () => {
    expect(sayMistakes(onePerPlace(all.flatMap(({ mistakes }) => mistakes)))).toBe('0 mistakes');
  });

  test('25 different seeds are played', () => {
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(SEEDS);
  });

  test('the cluster is ready, and every step is reached, one after the other', () => {
    for (const plan of plans) {
      expect(plan.isReady, `seed ${plan.seed}`).toBe(true);
      expect(plan.steps.map(({ id }) => id)).toEqual(lesson.steps.map(({ id }) => id));
      let last = plan.ready.step;
      for (const step of plan.steps) {
        expect(step.start.step, `${step.id} with seed ${plan.seed}`).toBe(last);
        expect(step.end.step, `${step.id} with seed ${plan.seed}`).toBeGreaterThan(last);
        last = step.end.step;
      }
    }
  });

  test('the goal of each step is false before it and true after it', () => {
    for (const plan of plans) {
      for (const { id, goalBefore, goalAfter } of plan.steps) {
        expect({ id, seed: plan.seed, goalBefore, goalAfter }).toEqual({ id, seed: plan.seed, goalBefore: false, goalAfter: true });
      }
    }
  });

  test('every named moment comes, within its step and in order', () => {
    for (const plan of plans) {
      plan.steps.forEach(({ id, start, end, moments }, index) => {
        const where = `${id} with seed ${plan.seed}`;
        expect(moments.map(({ name }) => name), where).toEqual(lesson.steps[index]?.moments.map(({ name }) => name));
        const steps = [start.step, ...moments.map(({ step }) => step), end.step];
        expect([...steps].sort((a, b) => a - b), where).toEqual(steps);
      });
    }
  });

  test('every question has up to four options, a row of a table as many as it has choices, and they differ in value and in words', () => {
    for (const plan of plans) {
      const asked = [...lesson.steps.filter(({ question }) => question !== null), ...lesson.selfCheck];
      expect([...plan.steps, ...plan.checks].filter(({ question }) => question !== null)).toHaveLength(asked.length);
      for (const { where, question, isRow } of questionsOf(plan)) {
        const { options } = question;
        expect(options.length, where).toBeLessThanOrEqual(isRow ? 6 : 4);
        expect(new Set(options.map(({ value }) => stableStringify(value))).size, where).toBe(options.length);
        expect(new Set(options.map(({ text }) => text)).size, where).toBe(options.length);
      }
    }
  });

  test('an item of the self-check has an option for each of its two tries, and the right one', () => {
    for (const plan of plans) {
      for (const { id, question } of plan.checks) expect(question?.options.length, `${id} with seed ${plan.seed}`).toBeGreaterThanOrEqual(3);
    }
  });

  test('the right answer is never among the wrong ones', () => {
    for (const plan of plans) {
      for (const { where, question, isRow } of questionsOf(plan)) {
        const right = question.options[question.right];
        expect(right?.belief, where).toBeNull();
        const wrong = question.options.filter((_, index) => index !== question.right);
        for (const option of wrong) {
          // What may be picked in a row is chosen by the author, and there may be a pick that no belief gives.
          if (!isRow) expect(option.belief, where).not.toBeNull();
          expect(stableStringify(option.value), where).not.toBe(stableStringify(right?.value));
        }
      }
    }
  });

  test('every option is in words, and what refutes a belief has happened by then', () => {
    for (const plan of plans) {
      for (const { id, question, end } of [...plan.steps, ...plan.checks]) {
        const options = question === null ? [] : rowsOf(question).flatMap((row) => row.options);
        for (const { text, value, belief } of options) {
          expect(text, `${id} with seed ${plan.seed}: ${stableStringify(value)}`).not.toMatch(/[[\]{}]|null|undefined|NaN/);
          if (belief !== null && belief.refutedBy !== null) expect(belief.refutedBy).toBeLessThan(end.seq);
        }
        for (const { proof } of question === null ? [] : rowsOf(question)) if (proof !== null) expect(proof).toBeLessThan(end.seq);
      }
    }
  });

  test('every step takes from 3 to 20 seconds to watch at auto pace', () => {
    expect(all.filter(({ watched }) => watched.length === lesson.steps.length)).toHaveLength(WATCHED);
    for (const { plan, watched } of all) {
      for (const { name, stops } of watched) {
        expect(stops.at(-1), `${name} with seed ${plan.seed}`).toBeGreaterThanOrEqual(SHORTEST_STEP);
        expect(stops.at(-1), `${name} with seed ${plan.seed}`).toBeLessThanOrEqual(LONGEST_STEP);
      }
    }
  });

  test('what is shown of the run is about what was asked: no other partition, group, consumer or producer', () => {
    expect(all.flatMap(({ strays }) => strays)).toEqual([]);
  });

  test('what is changed in "change one thing" is reached too, and answers otherwise', () => {
    for (const plan of plans) {
      for (const { id, change, question } of plan.steps) {
        if (change === null) continue;
        expect(change.reached, `${id} with seed ${plan.seed}`).toBe(true);
        if (question !== null) expect(change.answer).not.toBe(rightInWords(question));
      }
    }
  });

  test('what is told on the twin is reached there too, and has an answer in words', () => {
    for (const plan of plans) {
      plan.steps.forEach(({ id, twin, question }, index) => {
        expect(twin === null, id).toBe(lesson.steps[index]?.twin === null);
        if (twin === null) return;
        expect(twin.reached, `${id} with seed ${plan.seed}`).toBe(true);
        if (question !== null) expect(twin.answer, `${id} with seed ${plan.seed}`).not.toMatch(/[[\]{}]|null|undefined/);
      });
    }
  });

  test('every item of the self-check is reached', () => {
    for (const plan of plans) {
      for (const { id, reached } of plan.checks) expect(reached, `${id} with seed ${plan.seed}`).toBe(true);
    }
  });
});
}
