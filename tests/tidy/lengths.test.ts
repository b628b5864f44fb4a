import { expect, test } from 'vitest';

import { filesIn } from './support/files.ts';

const mostLines = 300;

function linesOf(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

test('no file is longer than 300 lines', () => {
  const files = filesIn(['src', 'tests', 'tools'], /\.(ts|mjs|svelte|css)$/);
  const long = files.filter(({ text }) => linesOf(text) > mostLines);
  expect(long.map(({ path, text }) => `${path} has ${linesOf(text)} lines`)).toEqual([]);
});

test('a file is counted by its lines, with or without a line break at its end', () => {
  expect(linesOf('a\n'.repeat(300))).toBe(300);
  expect(linesOf(`${'a\n'.repeat(300)}a`)).toBe(301);
});

test('half of the source files have 150 lines or fewer', () => {
  const lengths = filesIn(['src'], /\.(ts|svelte)$/).map(({ text }) => linesOf(text));
  const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)];
  expect(median).toBeLessThanOrEqual(150);
});
