import { expect, test } from 'vitest';

import { textFor } from '../../../src/sim/client/producer/template.ts';

test('a program’s texts are taken in turn, with the record’s number in digits or in letters', () => {
  const texts = ['order {n}', '{letters}', null];
  expect([0, 1, 2, 3, 4].map((n) => textFor(texts, n))).toEqual(['order 0', 'B', null, 'order 3', 'E']);
});

test('letters go on after Z, and no two records have the same', () => {
  const letters = (n: number) => textFor(['{letters}'], n);
  expect([0, 25, 26, 27, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AB', 'AZ', 'BA', 'ZZ', 'AAA']);
  expect(new Set(Array.from({ length: 2_000 }, (_, n) => letters(n))).size).toBe(2_000);
});
