import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { readCourse } from '../../src/lesson/build/read-course.ts';
import { misconceptions } from '../../src/lesson/misconceptions/index.ts';
import { sayMistakes } from '../../src/scenario/mistake.ts';
import { factNames } from '../../src/sim/facts/registry.ts';

const text = readFileSync(new URL('../../docs/LESSONS.md', import.meta.url), 'utf8');
const part = text.slice(text.indexOf('\n## Lesson files'));

/** The first code block of a language after a line. */
function blockAfter(line: string, language: string): string {
  const from = part.indexOf(line);
  expect(from, line).toBeGreaterThan(0);
  const begin = part.indexOf(`\`\`\`${language}\n`, from) + language.length + 4;
  return part.slice(begin, part.indexOf('\n```', begin) + 1);
}

test('every fact is documented for authors', () => {
  expect(factNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test('every misconception is documented with its belief', () => {
  for (const { id, belief } of Object.values(misconceptions)) expect(part).toContain(`| \`${id}\` | ${belief} |`);
});

test('the first lesson of the document is one, once it has a self-check', () => {
  const items = ['a', 'b', 'c'].map((id) => `  - { id: ${id}, ask: How many?, answer: count(trips-0), wrong: [M01], because: So it is. }\n`);
  const script = blockAfter('`script.yaml`:', 'yaml').replace('  # three items\n', items.join(''));
  const files: { readonly [path: string]: string } = {
    'course.yaml': 'title: T\nworld: W\nlessons:\n  - { number: 2, title: A small lesson, line: L }\n',
    '02-small/lesson.md': blockAfter('`lesson.md`, which is also', 'markdown'),
    '02-small/scenario.yaml': blockAfter('`scenario.yaml`:', 'yaml'),
    '02-small/script.yaml': script,
  };
  const { course, mistakes } = readCourse('lessons', { folders: () => ['02-small'], read: (path) => files[path] ?? null });
  expect(sayMistakes(mistakes)).toBe('0 mistakes');
  expect(course?.lessons[0]?.steps.map(({ id }) => id)).toEqual(['read']);
});
