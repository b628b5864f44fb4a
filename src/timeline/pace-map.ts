import { assert } from '../lib/assert.ts';
import type { Micros } from '../sim/time.ts';
import { lastAtMost } from './segment.ts';

/** Where the wall clock stands when the run is at an instant. Both in microseconds, both grow strictly. */
export interface PacePoint {
  readonly at: Micros;
  readonly wall: Micros;
}

/** Wall time as a function of simulated time: straight lines between points. At least two points. */
export type PaceMap = readonly PacePoint[];

/** The wall time of an instant; before the first point and after the last one as at the point. */
export function wallOf(map: PaceMap, at: Micros): Micros {
  return between(
    map,
    at,
    (point) => point.at,
    (point) => point.wall,
  );
}

/** The instant of a wall time: the inverse of {@link wallOf}, to the microsecond where the run is slower than the wall. */
export function instantOf(map: PaceMap, wall: Micros): Micros {
  return between(
    map,
    wall,
    (point) => point.wall,
    (point) => point.at,
  );
}

/** How much faster the run is than the wall at an instant, in thousandths: 1000 is real time. */
export function speedAt(map: PaceMap, at: Micros): number {
  const index = Math.max(
    0,
    Math.min(
      map.length - 2,
      lastAtMost(map, at, (point) => point.at),
    ),
  );
  const a = map[index];
  const b = map[index + 1];
  if (a === undefined || b === undefined) return 1000;
  return Math.round(((b.at - a.at) * 1000) / (b.wall - a.wall));
}

function between(
  map: PaceMap,
  x: number,
  from: (point: PacePoint) => number,
  to: (point: PacePoint) => number,
): number {
  const index = lastAtMost(map, x, from);
  const a = map[Math.max(0, index)];
  assert(a !== undefined, 'a pace needs a point');
  const b = map[index + 1];
  if (index < 0 || b === undefined) return to(a);
  // Products stay exact: wall and run are at most hours, and a piece at most minutes, in microseconds.
  return to(a) + Math.round(((x - from(a)) * (to(b) - to(a))) / (from(b) - from(a)));
}
