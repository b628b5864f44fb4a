import { MS, SECOND, type Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { interestIn } from '../sim/trace/interest.ts';
import type { NodeId, Seq } from '../sim/world.ts';
import type { PacePoint } from './pace-map.ts';

/** A hop that matters lasts at least so long on the wall. */
export const SHORTEST_HOP: Micros = 400 * MS;
/** A quiet stretch takes at most so long on the wall. */
export const LONGEST_QUIET: Micros = 2 * SECOND;
/** A hop that is itself longer than this is no motion to follow but a wait: a quiet stretch like any other. */
export const LONGEST_HOP: Micros = 2 * SECOND;

/** Something on its way that matters, from sending to arrival. */
export interface Hop {
  readonly from: Micros;
  readonly to: Micros;
}

/** What auto pace looks at: the instants of beats, and the hops that bring one about. */
export interface PaceMarks {
  readonly beats: readonly Micros[];
  readonly hops: readonly Hop[];
}

/** When and where an entry was written, and whether it is a beat. */
export interface Place {
  readonly t: Micros;
  readonly node: NodeId;
  readonly beat: boolean;
}

/**
 * Adds the marks of one step. Where an entry has a cause on another node at an earlier instant, the network leads from there to
 * here. Such a hop matters when a beat set it off, or when its arrival brings about a beat in the same step.
 * @param placeOf where an earlier entry was written; null where that is not known
 */
export function addMarks(
  marks: { readonly beats: Micros[]; readonly hops: Hop[] },
  entries: readonly TraceEntry[],
  placeOf: (seq: Seq) => Place | null,
): void {
  const beat = entries.find((entry) => interestIn(entry) === 'beat');
  if (beat !== undefined && marks.beats.at(-1) !== beat.t) marks.beats.push(beat.t);
  for (const { t, node, causes } of entries) {
    for (const seq of causes) {
      const cause = placeOf(seq);
      if (cause === null || cause.node < 0 || cause.node === node || (beat === undefined && !cause.beat)) continue;
      if (cause.t < t && t - cause.t <= LONGEST_HOP) marks.hops.push({ from: cause.t, to: t });
    }
  }
}

/**
 * The points of auto pace after `start`: while hops that matter are under way, the slowest of them sets the pace, so that each
 * lasts at least {@link SHORTEST_HOP}; between them time runs as it is, and a quiet stretch takes at most {@link LONGEST_QUIET}.
 * A pure function of the marks, so it is the same forwards and backwards.
 * @param marks of everything that touches the time from `start` to `end`
 */
export function pacePoints(start: PacePoint, end: Micros, marks: PaceMarks): readonly PacePoint[] {
  const instants = breakpoints(start.at, end, marks);
  const hops = [...marks.hops].sort((a, b) => a.from - b.from || a.to - b.to);
  const points: PacePoint[] = [];
  let open: Hop[] = [];
  let next = 0;
  let { at, wall } = start;
  for (const to of instants) {
    for (; next < hops.length && (hops[next] as Hop).from <= at; next++) open.push(hops[next] as Hop);
    open = open.filter((hop) => hop.to > at);
    wall += wallOfPiece(to - at, open);
    at = to;
    points.push({ at, wall });
  }
  return points;
}

/** Instants after `start` at which the pace may change, ascending; the last one is `end`. */
function breakpoints(start: Micros, end: Micros, marks: PaceMarks): readonly Micros[] {
  const all = [...marks.beats, ...marks.hops.flatMap(({ from, to }) => [from, to])].filter(
    (at) => at > start && at < end,
  );
  const sorted = [...all, end].sort((a, b) => a - b);
  return sorted.filter((at, index) => at > start && at !== sorted[index - 1]);
}

function wallOfPiece(length: Micros, open: readonly Hop[]): Micros {
  if (open.length === 0) return Math.max(1, Math.min(length, LONGEST_QUIET));
  let longest = 1;
  for (const hop of open) {
    const whole = hop.to - hop.from;
    longest = Math.max(longest, Math.ceil((length * Math.max(whole, SHORTEST_HOP)) / whole));
  }
  return longest;
}
