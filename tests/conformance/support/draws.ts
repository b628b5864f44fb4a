import { drawn, nextState } from '../../../src/lib/rng.ts';

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let found = odd;
  for (let i = 0; i < 5; i++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

const [FIRST, SECOND] = [inverse(0x85ebca6b), inverse(0xc2b2ae35)];

/** Java's nextInt() without its sign is below this. */
export const ANY = 0x80000000;
/** So many states are looked at for several numbers in a row. */
const MOST = 100_000_000;

/** The state whose 32 bits come out as this number: the mixer of `lib/rng.ts`, run backwards. */
function stateOf(bits: number): number {
  let z = bits >>> 0;
  z ^= z >>> 16;
  z = Math.imul(z, SECOND);
  z ^= (z >>> 13) ^ (z >>> 26);
  z = Math.imul(z, FIRST);
  return (z ^ (z >>> 16)) >>> 0;
}

/** The state of a random stream whose next number is this one. */
export function stateThatDraws(number: number): number {
  const state = stateOf(number);
  if (drawn(state, ANY) !== number) throw new Error(`no state draws ${number}`);
  return state;
}

/** A number that is to be drawn; it counts modulo the bound. */
export interface Draw {
  readonly bound: number;
  readonly number: number;
  /** What is drawn is below this and taken modulo the bound afterwards; missing: below the bound. */
  readonly below?: number;
}

/** A state of a random stream whose next numbers are these. The first is met by running the mixer backwards, the others by looking. */
export function stateThatDrawsAll(draws: readonly Draw[]): number {
  const wanted = draws.map(({ bound, number, below = bound }) => ({ bound, below, number: modulo(number, bound) }));
  const [first, ...others] = wanted;
  if (first === undefined) return 0;
  for (let bits = first.number, looked = 0; bits < ANY && looked < MOST; bits += first.bound, looked++) {
    const state = stateOf(bits);
    let next = state;
    let met = 0;
    for (const { bound, below, number } of others) {
      next = nextState(next);
      if (drawn(next, below) % bound !== number) break;
      met += 1;
    }
    if (met === others.length) return state | 0;
  }
  throw new Error(
    `no state was found that draws ${wanted.map(({ number, bound }) => `${number} of ${bound}`).join(', ')}`,
  );
}

/** The remainder from 0 on, of negative numbers too. */
export function modulo(number: number, bound: number): number {
  return ((number % bound) + bound) % bound;
}
