import { expect, test } from 'vitest';

import { sizeOf, uncovered, withRange, type Range } from '../../src/lib/ranges.ts';
import { drawn, nextState } from '../../src/lib/rng.ts';

function numbersIn(ranges: readonly Range[]): number[] {
  return ranges.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
}

test('a set of ranges holds what was put into it, ascending, apart, and each number once', () => {
  let state = 11;
  const draw = (bound: number): number => {
    state = nextState(state);
    return drawn(state, bound);
  };
  for (let run = 0; run < 200; run++) {
    const seen = new Set<number>();
    let ranges: readonly Range[] = [];
    for (let i = 0; i < 12; i++) {
      const from = draw(40);
      const range = { from, to: from + 1 + draw(6) };
      const missing = numbersIn([range]).filter((number) => !seen.has(number));
      expect(numbersIn(uncovered(ranges, range))).toEqual(missing);
      ranges = withRange(ranges, range);
      for (const number of missing) seen.add(number);
      expect(numbersIn(ranges)).toEqual([...seen].sort((a, b) => a - b));
      expect(sizeOf(ranges)).toBe(seen.size);
    }
    for (const [index, { from }] of ranges.entries()) expect(from).toBeGreaterThan(ranges[index - 1]?.to ?? -1);
  }
});

test('what grows at its end stays one range', () => {
  let ranges: readonly Range[] = [];
  for (let n = 0; n < 100; n++) ranges = withRange(ranges, { from: n, to: n + 1 });
  expect(ranges).toEqual([{ from: 0, to: 100 }]);
});
