/** A checkpoint in so many steps, as far as checkpoints are dense. */
export const SEGMENT_STEPS = 64;
/** So many steps back from the frontier checkpoints are dense and trace entries are kept. */
export const DENSE_STEPS = 60_000;
/** No two neighbouring checkpoints are further apart. */
export const WIDEST_GAP = 1_024;
/** Checkpoints of a future that is not looked at. */
export const PARKED_GAP = 1_024;

/**
 * How far apart checkpoints may be, so many steps behind the frontier: dense first, then about a sixty-fourth of the way
 * back, in powers of two, up to the widest gap. An hour at 60 steps a second thus has about 1,400 checkpoints.
 */
export function gapAt(age: number): number {
  let gap = SEGMENT_STEPS;
  while (gap < WIDEST_GAP && age > DENSE_STEPS + gap * 64) gap *= 2;
  return gap;
}

/** Is a checkpoint kept? Gaps are powers of two, and a checkpoint stays while its step number is a multiple of its gap. */
export function isKept(step: number, frontier: number): boolean {
  return step % gapAt(frontier - step) === 0;
}
