import type { Micros } from '../../sim/time.ts';

/**
 * Where instants stand on the track. Not by seconds: a hop takes a millisecond, a session eighteen seconds, and both must be
 * seen. Between two stops time runs evenly; the stops are placed by {@link widthOf}.
 */
export type TrackScale = readonly TrackStop[];

export interface TrackStop {
  readonly at: Micros;
  /** From 0 at the track's beginning to 1 at its end. */
  readonly x: number;
}

/**
 * How wide a gap between two interesting entries is drawn, relative to others: it grows with the gap's length, but slowly, so
 * that eighteen quiet seconds are about fourteen times as wide as a millisecond's hop.
 * @param gap microseconds
 */
export function widthOf(gap: Micros): number {
  return Math.log2(1 + gap / 1000) + 0.25;
}

/** The place of an instant on the track, from 0 to 1; before the first stop and after the last it stays there. */
export function xOf(scale: TrackScale, at: Micros): number {
  const [before, after] = around(scale, (stop) => stop.at <= at);
  if (before === undefined) return after?.x ?? 0;
  if (after === undefined || after.at === before.at) return before.x;
  return before.x + ((at - before.at) / (after.at - before.at)) * (after.x - before.x);
}

/** The instant at a place of the track, in whole microseconds; see {@link xOf}. */
export function timeOf(scale: TrackScale, x: number): Micros {
  const [before, after] = around(scale, (stop) => stop.x <= x);
  if (before === undefined) return after?.at ?? 0;
  if (after === undefined || after.x === before.x) return before.at;
  return Math.round(before.at + ((x - before.x) / (after.x - before.x)) * (after.at - before.at));
}

/** The last stop that is `reached`, and the one after it. */
function around(
  scale: TrackScale,
  reached: (stop: TrackStop) => boolean,
): [TrackStop | undefined, TrackStop | undefined] {
  let low = 0;
  let high = scale.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(scale[middle] as TrackStop)) low = middle + 1;
    else high = middle;
  }
  return [scale[low - 1], scale[low]];
}
