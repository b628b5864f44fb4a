import { drawn } from '../../../src/lib/rng.ts';

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let found = odd;
  for (let i = 0; i < 5; i++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

const [FIRST, SECOND] = [inverse(0x85ebca6b), inverse(0xc2b2ae35)];

/** The state of a random stream whose next number is this one: the mixer of `lib/rng.ts`, run backwards. */
export function stateThatDraws(number: number): number {
  let z = number >>> 0;
  z ^= z >>> 16;
  z = Math.imul(z, SECOND);
  z ^= (z >>> 13) ^ (z >>> 26);
  z = Math.imul(z, FIRST);
  z = (z ^ (z >>> 16)) >>> 0;
  if (drawn(z, 0x80000000) !== number) throw new Error(`no state draws ${number}`);
  return z;
}
