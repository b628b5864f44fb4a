import { expect, test } from 'vitest';

import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import type { ComputedQuestion } from '../../src/lesson/plan/plan.ts';
import { theCourse } from './support/course.ts';

/** What the default seed answers in a lesson, by the id of the question: computed by the run, held here against the course's plan. */
function answersOf(number: number): { readonly [question: string]: string } {
  const lesson = theCourse().lessons.find((one) => one.number === number);
  if (lesson === undefined) throw new Error(`lesson ${number} is not there`);
  const plan = planNow(lesson, lesson.scenario.seed);
  const said = (question: ComputedQuestion | null): string => question?.options[question.right]?.text ?? 'no answer';
  const steps = lesson.steps.map((step, at) => [step.question?.id ?? step.id, said(plan.steps[at]?.question ?? null)]);
  const checks = plan.checks.map(({ id, question }) => [id, said(question)]);
  return Object.fromEntries([...steps, ...checks]) as { readonly [question: string]: string };
}

test('a log keeps its ten records when they have been read, gives the next one offset 10, and a seek to 4 reads 4', () => {
  expect(answersOf(2)).toMatchObject({
    p1: '10 records',
    p2: 'offset 10',
    p3: 'the one at offset 4',
    m08: 'three',
    copies: 'in one',
    restart: '11',
    correct: 'offset 11',
  });
});

test('six keys fill three partitions; dave goes to 1, kcat puts alice into 2; five of six move from three to four, two from three to six', () => {
  expect(answersOf(3)).toMatchObject({
    m12: 'three',
    p1: 'rides-1',
    m13: 'one',
    m14: 'rides-2',
    p4: 'none',
    p3: 'five',
    double: 'two',
    'two-riders': 'to two',
    'kcat-again': 'rides-0',
  });
});

test('acks=1 loses what nobody has fetched; the slowest in-sync follower releases an ack; 12, 12 and 9 can be read up to 8; two copies are enough', () => {
  expect(answersOf(10)).toMatchObject({
    p4: 'three: G, H and I',
    m33: 'no broker: it is cut off',
    p2: 'that of broker 3',
    p3: 'up to 8',
    p1: 'two',
    m32: 'broker 1',
    floor: 'one: S',
    'reads-go-on': 'all 14',
    'copies-again': 'three',
  });
});
