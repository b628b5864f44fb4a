import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { theCourse } from './support/course.ts';

test('every lesson of the course has a file here that plays it', () => {
  const played = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d\d-.*\.test\.ts$/.test(name));
  expect(played.map((name) => name.replace('.test.ts', '')).sort()).toEqual(theCourse().lessons.map(({ id }) => id));
});
