import type { Era } from '../../../../src/sim/world.ts';

/*
 * What Java's clients of 2.8, 3.9 and 4.0 do differently. None of it depends on the brokers, so each client is put to brokers of other
 * releases than its own.
 */

const OTHER_BROKERS: { readonly [client: string]: readonly Era[] } = {
  'java-2.8': ['3.9', '4.0'],
  'java-3.9': ['2.8', '4.0'],
  'java-4.0': ['2.8', '3.9'],
};

/** Each client with brokers of another release, and what is expected of it. */
export function each<T>(expected: { readonly [client: string]: T }): (readonly [string, Era, T])[] {
  return Object.keys(expected).flatMap((client) =>
    (OTHER_BROKERS[client] ?? []).map((era) => [client, era, expected[client] as T] as const),
  );
}
