/**
 * Seeded random numbers as 32-bit integer state (the mixer is MurmurHash3's finaliser over a Weyl sequence, as in
 * SplitMix32). State is a plain number in the World; only the kernel draws.
 */

const GOLDEN = 0x9e3779b9;

function mix(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/** The state that follows `state`: signed, so that engines keep it as a small integer and need no box for it. */
export function nextState(state: number): number {
  return (state + GOLDEN) | 0;
}

/** An integer in `[0, bound)` for this state; `bound` from 1 to 2^31. Draw again from {@link nextState}. */
export function drawn(state: number, bound: number): number {
  return mix(state) % bound;
}

/** An independent stream for each tuple of integers: the same numbers give the same stream on any machine. */
export function streamOf(...numbers: readonly number[]): number {
  let state = 0x2545f491;
  for (const number of numbers) state = mix((state + GOLDEN) ^ mix(number | 0));
  return state | 0;
}
