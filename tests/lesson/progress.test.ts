import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { progressFromText, progressToText } from '../../src/lesson/progress/file.ts';
import {
  attemptsAt,
  changeProgress,
  noProgress,
  type Answer,
  type Progress,
  type ProgressChange,
} from '../../src/lesson/progress/progress.ts';
import { damaged } from '../scenario/damaged.ts';

const lesson = '02-a-log-not-a-queue';
const answer: Answer = {
  question: 'p1',
  seed: 2,
  attempt: 1,
  choice: 'none',
  belief: 'M01',
  correct: false,
  confidence: 'certain',
  at: 1_700_000_000_000,
};

function after(...changes: readonly ProgressChange[]): Progress {
  return changes.reduce(changeProgress, noProgress);
}

const begun = after(
  { type: 'opened', lesson, hash: 'a' },
  { type: 'began', lesson, step: 'read' },
  { type: 'answered', lesson, answer },
  { type: 'finished', lesson },
);

describe('progress', () => {
  test('holds the place, the answers and whether a lesson is done', () => {
    expect(begun.lessons[lesson]).toEqual({ hash: 'a', step: 'read', done: true, answers: [answer] });
    expect(attemptsAt(begun, lesson, 'p1')).toBe(1);
    expect(attemptsAt(begun, lesson, 'p2')).toBe(0);
  });

  test('is dropped when the content has changed, except that the lesson was done', () => {
    const changed = changeProgress(begun, { type: 'opened', lesson, hash: 'b' });
    expect(changed.lessons[lesson]).toEqual({ hash: 'b', step: null, done: true, answers: [] });
  });

  test('is the same object when nothing changes', () => {
    expect(changeProgress(begun, { type: 'opened', lesson, hash: 'a' })).toBe(begun);
    expect(changeProgress(begun, { type: 'began', lesson, step: 'read' })).toBe(begun);
    expect(changeProgress(begun, { type: 'clearedLesson', lesson: 'other' })).toBe(begun);
    expect(changeProgress(noProgress, { type: 'cleared' })).toBe(noProgress);
  });

  test('can be cleared, for one lesson or for all', () => {
    const two = changeProgress(begun, { type: 'opened', lesson: '10-a-broker-dies', hash: 'x' });
    expect(Object.keys(changeProgress(two, { type: 'clearedLesson', lesson }).lessons)).toEqual(['10-a-broker-dies']);
    expect(changeProgress(two, { type: 'cleared' }).lessons).toEqual({});
  });

  test('an import replaces the lessons that it has, and keeps the others', () => {
    const two = changeProgress(begun, { type: 'opened', lesson: '10-a-broker-dies', hash: 'x' });
    const file = after({ type: 'opened', lesson, hash: 'c' });
    const merged = changeProgress(two, { type: 'imported', progress: file });
    expect(merged.lessons[lesson]?.hash).toBe('c');
    expect(merged.lessons['10-a-broker-dies']?.hash).toBe('x');
  });

  test('keeps a bounded number of answers', () => {
    const many = Array.from({ length: 600 }, (_, index): ProgressChange => ({
      type: 'answered',
      lesson,
      answer: { ...answer, attempt: index + 1 },
    }));
    expect(after(...many).lessons[lesson]?.answers).toHaveLength(500);
    expect(after(...many).lessons[lesson]?.answers.at(-1)?.attempt).toBe(600);
  });
});

describe('as text', () => {
  test('it is read back as it was', () => {
    expect(progressFromText(progressToText(begun))).toEqual({ progress: begun, complaints: [] });
    expect(progressFromText(null)).toEqual({ progress: noProgress, complaints: [] });
  });

  test.each([
    ['not JSON', '{', 'the file', /^it is not JSON; /],
    ['another format', '{"format":"x"}', 'the file', /^its format is not highwater-progress$/],
    [
      'another version',
      '{"format":"highwater-progress","version":9,"lessons":{}}',
      'the file',
      /^its version is 9, not 1$/,
    ],
    ['no lessons', '{"format":"highwater-progress","version":1}', 'the file', /^its lessons are missing$/],
    ['a list', '[]', 'the file', /^its format is not/],
    ['four megabytes', ' '.repeat(4_000_001), 'the file', /^the text has 4000001 characters$/],
  ])('%s is refused with place, reason and remedy', (_, text, place, reason) => {
    const { progress, complaints } = progressFromText(text);
    expect(progress).toBe(noProgress);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]?.place).toBe(place);
    expect(complaints[0]?.reason).toMatch(reason);
    expect(complaints[0]?.remedy).not.toBe('');
  });

  test('what is broken in it is left out, and the rest goes on', () => {
    const good = { hash: 'a', step: null, done: true, answers: [] };
    const { progress, complaints } = progressFromText(
      JSON.stringify({
        format: 'highwater-progress',
        version: 1,
        lessons: {
          good,
          'half-good': { ...good, answers: [answer, { ...answer, confidence: 'sure' }, 7, { ...answer, seed: 1.5 }] },
          broken: { ...good, done: 'yes' },
          hashless: { ...good, hash: 1 },
          stepless: { ...good, step: 4 },
          answerless: { ...good, answers: {} },
          nothing: null,
          '<script>': good,
        },
      }),
    );
    expect(Object.keys(progress.lessons)).toEqual(['good', 'half-good']);
    expect(progress.lessons['half-good']?.answers).toEqual([answer]);
    expect(complaints.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'lessons half-good answers[2] confidence: "sure" is not what it can be',
      'lessons half-good answers[3]: 7 stands where an answer should',
      'lessons half-good answers[4] seed: 1.5 is not what it can be',
      'lessons broken done: it is "yes", not true or false',
      'lessons hashless hash: it is 1, not a text',
      'lessons stepless step: it is 4, not the id of a step',
      'lessons answerless answers: it is an object, not a list',
      'lessons nothing: null stands where a lesson should',
      'lessons <script>: the id is not that of a lesson',
    ]);
  });

  test('whatever becomes of it on its way, what is left is progress, and complaints say what is not', () => {
    const whole: unknown = JSON.parse(progressToText(begun));
    fc.assert(
      fc.property(damaged(whole), (json) => {
        const { progress, complaints } = progressFromText(JSON.stringify(json));
        expect(progressFromText(progressToText(progress))).toEqual({ progress, complaints: [] });
        for (const { place, reason, remedy } of complaints) expect([place, reason, remedy]).not.toContain('');
      }),
    );
  });

  test('a text that is nested deeper than anybody could say is refused like any other', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const whole = progressToText(begun);
    for (const part of ['1', '"a"', '"read"', 'true', '"p1"', '2', '"certain"'])
      for (const text of [
        whole.replace(`:${part}`, `:${deep}`),
        whole.replace(JSON.stringify(lesson), `"x":${deep},"y"`),
      ])
        expect(progressFromText(text).complaints.length).toBeGreaterThan(0);
  });

  test('keys that JavaScript would take for something else are only keys', () => {
    const text =
      '{"format":"highwater-progress","version":1,"lessons":{"__proto__":{"hash":"a","step":null,"done":true,"answers":[]},"constructor":5}}';
    const { progress } = progressFromText(text);
    expect(Object.keys(progress.lessons)).toEqual([]);
    expect(Object.getPrototypeOf(progress.lessons)).toBe(Object.prototype);
  });
});
