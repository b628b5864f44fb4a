import { describe, expect, test } from 'vitest';

import type { Lesson } from '../../src/lesson/lesson.ts';
import { misconceptions } from '../../src/lesson/misconceptions/index.ts';
import { countWords, plain, type Block } from '../../src/lesson/prose.ts';
import { isVoted } from '../../src/lesson/stage/beats.ts';
import { courseFiles, theCourse } from './support/course.ts';

const course = theCourse();

/** Everything that a learner or a room reads of a lesson. */
function textsOf(lesson: Lesson): readonly string[] {
  const files = ['lesson.md', 'script.yaml'].map((name) => courseFiles.read(`${lesson.id}/${name}`) ?? '');
  return [...files, ...lesson.steps.flatMap(({ question }) => question?.wrong ?? []).map((id) => misconceptions[id]?.belief ?? '')];
}

describe.each(course.lessons)('the words of $title', (lesson) => {
  test('nothing is called simple, just or obvious', () => {
    for (const text of textsOf(lesson)) expect(text).not.toMatch(/\b(simpl[ey]|just|obvious(ly)?|trivial(ly)?|of course|easy|easily)\b/i);
  });

  test('a record is a record, except where the recitation is quoted, its programs included', () => {
    for (const text of textsOf(lesson)) expect(text.replace(/```[\s\S]*?```|"[^"]*"/g, '')).not.toMatch(/\b(messages?|events?)\b/i);
  });

  test('a step is short to read: the median is at most 120 words, and no step has more than 170', () => {
    const lengths = lesson.steps.map(({ before, after }) => countWords([...before, ...after])).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(120);
    expect(lengths.at(-1)).toBeLessThanOrEqual(170);
  });

  test('every step is explained after its run', () => {
    for (const { id, after } of lesson.steps) expect(countWords(after), id).toBeGreaterThan(10);
  });

  test('on the stage one sentence is said and one question is asked, the prediction where the room votes', () => {
    for (const { id, beats, question } of lesson.steps) {
      for (const { at, say, ask } of beats) {
        expect(plain(say), id).toMatch(/^[^.?!]+(\.\w[^.?!]*)*\.$/);
        expect(plain(say).length, plain(say)).toBeLessThanOrEqual(110);
        if (isVoted(at, { question })) continue;
        expect(plain(ask), id).toMatch(/^[^?]+\?$/);
        expect(plain(ask).length, plain(ask)).toBeLessThanOrEqual(90);
      }
    }
  });

  test('each step can be presented at its beginning and at its end', () => {
    for (const { id, beats } of lesson.steps) {
      expect(beats[0]?.at, id).toBe('start');
      expect(beats.at(-1)?.at, id).toBe('end');
    }
  });

  test('it names slides, and what a learner can do afterwards', () => {
    expect(lesson.slides.length).toBeGreaterThan(0);
    expect(lesson.objectives.length).toBeGreaterThanOrEqual(3);
    expect(countWords(lesson.tryThis)).toBeGreaterThan(0);
    expect(countWords(lesson.discuss)).toBeGreaterThan(0);
  });
});

test('the course map has sixteen lessons in order, and names those that can be begun', () => {
  expect(course.map.lessons.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  expect(course.map.lessons.filter(({ available }) => available !== null).map(({ number }) => number)).toEqual([2, 3, 7, 8, 9, 10, 14]);
});

test('every word is counted', () => {
  const blocks: readonly Block[] = [
    { kind: 'paragraph', children: [{ kind: 'text', text: 'two words' }] },
    { kind: 'list', ordered: false, items: [[{ kind: 'code', language: null, text: 'one' }]] },
  ];
  expect(countWords(blocks)).toBe(3);
});
