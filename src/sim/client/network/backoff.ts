import type { Turn } from '../../turn.ts';
import type { Micros } from '../../time.ts';

/**
 * How long to wait after so many attempts in a row: doubling from the first to the longest, each time a fifth more or less by
 * chance (ExponentialBackoff, with a jitter of 0.2). Where nothing can grow nothing is drawn either.
 * @param attempts 0 for the first wait
 */
export function backoff(turn: Turn, first: Micros, longest: Micros, attempts: number): Micros {
  if (longest <= first) return Math.min(first, longest);
  const doublings = Math.min(attempts, 30);
  const term = Math.min(first * (1 << doublings), longest);
  return Math.min(Math.floor((term * (800 + turn.draw(401))) / 1000), longest);
}
