import { expect, test } from 'vitest';

import { filesIn } from './support/files.ts';
import { namesUsedIn } from './support/syntax.ts';

const forbidden = ['Date', 'Math.random', 'performance', 'crypto', 'setTimeout', 'document', 'window', 'localStorage'];

function impureNames(path: string, text: string): readonly string[] {
  const used = namesUsedIn(path, text);
  return forbidden.filter((name) => [...used].some((use) => use === name || use.startsWith(`${name}.`)));
}

test('lib, sim and timeline ask for neither the time of day, nor chance, nor the page', () => {
  const floors = filesIn(['src'], /\.ts$/).filter(({ path }) => /^src\/(lib|sim|timeline)\//.test(path));
  const found = floors.flatMap(({ path, text }) => impureNames(path, text).map((name) => `${path} uses ${name}`));
  expect(found).toEqual([]);
});

test('a use of the clock or of chance is seen, a word in a comment or a field of that name is not', () => {
  expect(impureNames('a.ts', 'const now = Date.now();')).toEqual(['Date']);
  expect(impureNames('a.ts', 'const now = new Date();')).toEqual(['Date']);
  expect(impureNames('a.ts', 'const die = 1 + Math.floor(6 * Math.random());')).toEqual(['Math.random']);
  expect(
    impureNames('a.ts', '// Date\nconst a = { performance: 1 }; const b = a.performance; const c = "window";'),
  ).toEqual([]);
});
