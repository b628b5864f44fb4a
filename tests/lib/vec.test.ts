import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  emptyVec,
  vecFilled,
  vecForEach,
  vecGet,
  vecOf,
  vecOpened,
  vecPush,
  vecSet,
  vecSetTwo,
  vecToArray,
  vecTruncate,
  vecWrite,
  type Vec,
} from '../../src/lib/vec.ts';
import { vecChanges } from '../../src/lib/vec-changes.ts';

/** Lengths around the borders of chunks and levels, and any other. */
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 1088, 1089),
  fc.integer({ min: 0, max: 2200 }),
);

const numbered = (length: number): number[] => Array.from({ length }, (_, i) => i);

type Change = (vec: Vec<number>, list: number[]) => readonly [Vec<number>, number[]];

const changes: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom('push', 'set', 'setTwo', 'truncate', 'write'), fc.nat(), fc.nat(), fc.integer())
  .map(([kind, a, b, value]): Change => (vec, list) => {
    const { length } = list;
    const at = length === 0 ? 0 : a % length;
    const other = length === 0 ? 0 : b % length;
    if (kind === 'push' || length === 0) {
      const count = 1 + (a % 70);
      let grown = vec;
      for (let i = 0; i < count; i++) grown = vecPush(grown, value + i);
      return [grown, [...list, ...numbered(count).map((i) => value + i)]];
    }
    if (kind === 'set') return [vecSet(vec, at, value), list.with(at, value)];
    if (kind === 'setTwo')
      return [vecSetTwo(vec, at, value, other, value + 1), list.with(at, value).with(other, value + 1)];
    if (kind === 'truncate') return [vecTruncate(vec, at), list.slice(0, at)];
    const opened = vecOpened(vec);
    vecWrite(opened, at, value);
    vecWrite(opened, other, value + 1);
    return [opened, list.with(at, value).with(other, value + 1)];
  });

describe('a vector', () => {
  test('holds what an array holds, however it came about, and earlier ones stay as they were', () => {
    fc.assert(
      fc.property(lengths, fc.array(changes, { maxLength: 12 }), (length, all) => {
        let vec = vecOf(numbered(length));
        let list = numbered(length);
        const earlier: [Vec<number>, number[]][] = [];
        for (const change of all) {
          earlier.push([vec, list]);
          [vec, list] = change(vec, list);
        }
        for (const [was, wanted] of [...earlier, [vec, list] as const]) {
          expect(was.length).toBe(wanted.length);
          expect(vecToArray(was)).toEqual(wanted);
          expect(vecGet(was, -1)).toBeUndefined();
          expect(vecGet(was, wanted.length)).toBeUndefined();
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is the same, to the byte, built at once, pushed or cut', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 1200 }), (length, more) => {
        let pushed = emptyVec<number>();
        for (let i = 0; i < length; i++) pushed = vecPush(pushed, i);
        expect(JSON.stringify(vecOf(numbered(length)))).toBe(JSON.stringify(pushed));
        expect(JSON.stringify(vecTruncate(vecOf(numbered(length + more)), length))).toBe(JSON.stringify(pushed));
        expect(vecToArray(vecFilled(length, 7))).toEqual(numbered(length).map(() => 7));
      }),
      { numRuns: 100 },
    );
  });

  test('visits its entries in order', () => {
    const seen: number[] = [];
    vecForEach(vecOf(numbered(1100)), (entry, index) => seen.push(entry === index ? index : -1));
    expect(seen).toEqual(numbered(1100));
  });

  test('setting what is there gives the same vector', () => {
    const vec = vecOf(numbered(100));
    expect(vecSet(vec, 3, 3)).toBe(vec);
    expect(vecSet(vec, 99, 99)).toBe(vec);
  });
});

test('the changes between two vectors are just the indexes that differ, in order', () => {
  fc.assert(
    fc.property(lengths, fc.array(changes, { maxLength: 6 }), (length, all) => {
      let vec = vecOf(numbered(length));
      let list = numbered(length);
      const before = [vec, list] as const;
      for (const change of all) [vec, list] = change(vec, list);
      const seen: [number, number | undefined, number | undefined][] = [];
      vecChanges(before[0], vec, (...told) => seen.push(told));
      const wanted: typeof seen = [];
      for (let i = 0; i < Math.max(before[1].length, list.length); i++)
        if (before[1][i] !== list[i]) wanted.push([i, before[1][i], list[i]]);
      expect(seen).toEqual(wanted);
    }),
    { numRuns: 100 },
  );
});
