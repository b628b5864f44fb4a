import { expect, test } from 'vitest';

import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import { rightInWords, type PlannedStep } from '../../src/lesson/plan/plan.ts';
import { theCourse } from './support/course.ts';

/** What the default seed answers in a lesson, by the id of the question: computed by the run, held here against the course's plan. */
function answersOf(number: number): { readonly [question: string]: string } {
  const lesson = theCourse().lessons.find((one) => one.number === number);
  if (lesson === undefined) throw new Error(`lesson ${number} is not there`);
  const plan = planNow(lesson, lesson.scenario.seed);
  const said = (question: PlannedStep['question']): string => (question === null ? 'no answer' : rightInWords(question));
  const steps = lesson.steps.map((step, at) => [step.question?.id ?? step.id, said(plan.steps[at]?.question ?? null)]);
  const checks = plan.checks.map(({ id, question }) => [id, said(question)]);
  return Object.fromEntries([...steps, ...checks]) as { readonly [question: string]: string };
}

/** Who gets each of the six partitions of `trips`, in order. */
function rows(owners: string): string {
  return [...owners].map((owner, at) => `trips-${at}: ${owner}`).join('; ');
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

test('a group stores 6 after 0 to 5; a second run prints nothing; a kill at number 6 repeats six of one poll(), none of ten; latest and earliest print 7, 10, 2 and 10', () => {
  expect(answersOf(7)).toMatchObject({
    p1: '6',
    m10: '7',
    p2: 'none',
    p3: 'six: 0 to 5',
    p4: 'none',
    before: 'six: the fifth and all behind it',
    m07: 'one: number 2',
    'consumer-first-latest': '7',
    'consumer-first-earliest': '10',
    'producer-first-latest': '2',
    'producer-first-earliest': '10',
    policy: '20',
  });
});

test('two do not do the work of three partitions; five members leave two idle; two groups read L twice; a killed member costs about ninety rides, one that closes none', () => {
  const { p4, ...others } = answersOf(8);
  expect(others).toMatchObject({
    m21: 'none',
    fewest: 'three: one for each partition',
    p1: 'two',
    p3: 'twice',
    m18: 'one',
    m26: 'two',
    'four-by-two': 'two',
    'five-maps': 'two',
    'third-group': '3 times',
    clean: 'none',
    'seek-again': 'once',
  });
  // Two rides a second, from the last heartbeat on: 45 seconds, and up to three until the others have heard of it.
  const killed = Number(p4?.replace('about ', ''));
  expect(killed).toBeGreaterThanOrEqual(84);
  expect(killed).toBeLessThanOrEqual(98);
});

test('a join stops 6, 2 and 2 partitions; a client leaves by itself; a restart of two members costs four rebalances, with names none; the assignors share out as they do', () => {
  expect(answersOf(9)).toMatchObject({
    p2: 'billing-a, map-a and broker-1',
    p1: '6, 2 and 2 partitions',
    slowest: '7, 0 and 0 seconds',
    p3: 'a LeaveGroup request, which the client itself sends',
    frozen: 'that no heartbeats come any more, until its session ends',
    p4: 'four',
    'p4-static': 'none',
    range: rows('AABBCD'),
    sticky: rows('AACBBD'),
    uniform: rows('ADBBCC'),
    who: 'map-a and broker-1',
    fifth: '6 and 1 partitions',
    gone: 'its session ended',
    cards: 'a: 0, 4; b: 1, 5; c: 2; d: 3',
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
    m27: 'none',
    decide: 'payouts-0: 2; payouts-1: 2; payouts-2: none; payouts-3: 2; payouts-4: 3; payouts-5: 2',
    'floor-of-three': 'one: U',
    'reads-go-on': 'all 18',
    'copies-again': 'three',
  });
});

test('without a quorum all 60 records are appended, a new topic waits, and what a dead broker led has no leader; two return, and it has', () => {
  expect(answersOf(14)).toMatchObject({
    entries: 'three',
    moved: 'none',
    p1: 'all 60',
    p3: 'admin alone',
    p2: 'rides-1 and scooters-1',
    back: 'two: those of broker 2',
    fenced: 'broker 2 alone',
    where: 'six: controllers and brokers',
    majority: 'four',
  });
});
