import { expect, test } from 'vitest';

import { seated, type Seat } from '../../../src/view/picture/seats.ts';

interface Mark {
  readonly key: string;
}

const marks = (...keys: string[]): Mark[] => keys.map((key) => ({ key }));

function shown(seats: readonly Seat<Mark>[]): [number, string, boolean][] {
  return seats.map(({ id, mark, turn }) => [id, mark.key, turn]);
}

test('who stays keeps the seat, and who comes takes a free one and fades in anew', () => {
  const first = seated([], marks('a', 'b', 'c'));
  const next = seated(first, marks('b', 'c', 'd'));
  expect(shown(first)).toEqual([
    [0, 'a', false],
    [1, 'b', false],
    [2, 'c', false],
  ]);
  expect(shown(next)).toEqual([
    [0, 'd', true],
    [1, 'b', false],
    [2, 'c', false],
  ]);
});

test('seats that nobody takes are given up, and new ones have a number of their own', () => {
  const fewer = seated(seated([], marks('a', 'b', 'c')), marks('c'));
  expect(shown(fewer)).toEqual([[2, 'c', false]]);
  expect(shown(seated(fewer, marks('c', 'd')))).toEqual([
    [2, 'c', false],
    [3, 'd', false],
  ]);
});

test('a seat whose mark is the same object is the same object', () => {
  const list = marks('a', 'b');
  const before = seated([], list);
  const [a, b] = seated(before, [list[0] as Mark, { key: 'b' }]);
  expect(a).toBe(before[0]);
  expect(b).not.toBe(before[1]);
});
