import { expect, test } from 'vitest';

import { present } from '../../src/lib/assert.ts';
import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import { isTable, type ComputedRow } from '../../src/lesson/plan/plan.ts';
import { theCourse } from './support/course.ts';

/** The rows of a step's table, as the lesson's own seed gives them. */
function rowsIn(number: number, step: string): readonly ComputedRow[] {
  const lesson = present(
    theCourse().lessons.find((one) => one.number === number),
    `lesson ${number}`,
  );
  const question = planNow(lesson, lesson.scenario.seed).steps.find(({ id }) => id === step)?.question ?? null;
  if (question === null || !isTable(question)) throw new Error(`${step} asks for no pick in each of several rows`);
  return question.rows;
}

/** Row, pick and the belief that is named for it. */
function beliefs(rows: readonly ComputedRow[]): readonly string[] {
  return rows.flatMap(({ name, options, right }) =>
    options.flatMap(({ text, belief }, at) => (at === right ? [] : [`${name} ${text}: ${belief?.id ?? 'none'}`])),
  );
}

test('who plays the controller sees replicas, in-sync replicas and leader of each partition, as the step begins', () => {
  expect(rowsIn(10, 'you-decide').map(({ name, cells }) => [name, ...cells])).toEqual([
    ['payouts-0', '1 3 2', '1 2', '1'],
    ['payouts-1', '1 2', '1 2', '1'],
    ['payouts-2', '1 3', '1', '1'],
    ['payouts-3', '2 3 1', '2 3 1', '2'],
    ['payouts-4', '3 1 2', '3 1 2', '3'],
    ['payouts-5', '2 1 3', '2 1 3', '2'],
  ]);
});

test('each wrong leader of each partition is the answer of a belief', () => {
  expect(beliefs(rowsIn(10, 'you-decide'))).toEqual([
    'payouts-0 3: M73',
    'payouts-0 none: M53',
    'payouts-1 3: M107',
    'payouts-1 none: M32',
    'payouts-2 2: M107',
    'payouts-2 3: M73',
    'payouts-3 3: M106',
    'payouts-3 none: M108',
    'payouts-4 2: M106',
    'payouts-4 none: M108',
    'payouts-5 3: M106',
    'payouts-5 none: M108',
  ]);
});
