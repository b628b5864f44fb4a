import type { Micros } from '../../sim/time.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000_000],
  ['m', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
  ['us', 1],
];

/** A time as an author writes it, in the largest unit that it is a whole number of: `10us`, `60s` for a minute and less. */
export function sayTime(time: Micros): string {
  const [unit, size] = UNITS.find(
    ([, one]) => time % one === 0 && time >= one && (one < 60_000_000 || time > 60_000_000),
  ) ?? ['us', 1];
  return time === 0 ? '0' : `${time / size}${unit}`;
}
