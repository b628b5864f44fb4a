import { expect } from 'vitest';

import { sayMistakes } from '../../../src/scenario/mistake.ts';
import { readTexts, smallLesson } from './small-lesson.ts';

/* The small lesson with something wrong in it. */

export function mistakesOf(changes: Partial<typeof smallLesson>): readonly string[] {
  const { lesson, mistakes } = readTexts({ ...smallLesson, ...changes });
  expect(lesson).toBeNull();
  return sayMistakes(mistakes).split('\n').slice(0, -1);
}

export function inScript(from: string, to: string): { readonly script: string } {
  expect(smallLesson.script).toContain(from);
  return { script: smallLesson.script.replace(from, to) };
}

export function inText(from: string, to: string): { readonly lesson: string } {
  expect(smallLesson.lesson).toContain(from);
  return { lesson: smallLesson.lesson.replace(from, to) };
}

export const namesOf = {
  lesson: 'lessons/02-small/lesson.md',
  scenario: 'lessons/02-small/scenario.yaml',
  script: 'lessons/02-small/script.yaml',
  twin: 'lessons/02-small/twin.yaml',
} as const;

/** Line and column of a text that occurs once, both from 1. */
export function placeOf(text: string, needle: string): string {
  expect(text.split(needle), needle).toHaveLength(2);
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
