import { describe, expect, test } from 'vitest';

import type { Lesson } from '../../src/lesson/lesson.ts';
import { misconceptions } from '../../src/lesson/misconceptions/index.ts';
import { countWords, type Block } from '../../src/lesson/prose.ts';
import { courseFiles, theCourse } from './support/course.ts';

const course = theCourse();

/** Everything that a learner or a room reads of a lesson, by where it stands. */
function textsOf(lesson: Lesson): readonly (readonly [where: string, text: string])[] {
  const files = ['lesson.md', 'script.yaml'].map((name) => [
    `lessons/${lesson.id}/${name}`,
    courseFiles.read(`${lesson.id}/${name}`) ?? '',
  ]);
  const wrong = lesson.steps.flatMap(({ question }) => question?.wrong ?? []);
  return [...files, ...wrong.map((id) => [id, misconceptions[id]?.belief ?? ''])] as [string, string][];
}

/** Each place of a word: `lessons/02-a-log-not-a-queue/lesson.md:7 simply`. */
function placesOf(word: RegExp, lesson: Lesson, without = /(?!)/g): readonly string[] {
  return textsOf(lesson).flatMap(([where, text]) =>
    text
      .replace(without, (left) => left.replace(/[^\n]/g, ' '))
      .split('\n')
      .flatMap((line, index) => [...line.matchAll(word)].map(([found]) => `${where}:${index + 1} ${found}`)),
  );
}

describe.each(course.lessons)('the words of $title', (lesson) => {
  test('nothing is called simple, just or obvious', () => {
    const words = /\b(simpl[ey]|just|obvious(ly)?|trivial(ly)?|of course|easy|easily)\b/gi;
    expect(placesOf(words, lesson)).toEqual([]);
  });

  test('a record is a record, except where the recitation is quoted, its programs included', () => {
    expect(placesOf(/\b(messages?|events?)\b/gi, lesson, /```[\s\S]*?```|"[^"]*"/g)).toEqual([]);
  });
});

test('the course map has its lessons in order, and those can be begun whose folders are there', () => {
  const { lessons } = course.map;
  expect(lessons.map(({ number }) => number)).toEqual(lessons.map((_, index) => index + 1));
  const there = lessons.flatMap(({ available }) => available?.id ?? []);
  expect(there).toEqual(courseFiles.folders());
});

test('every word is counted', () => {
  const blocks: readonly Block[] = [
    { kind: 'paragraph', children: [{ kind: 'text', text: 'two words' }] },
    { kind: 'list', ordered: false, items: [[{ kind: 'code', language: null, text: 'one' }]] },
  ];
  expect(countWords(blocks)).toBe(3);
});
