import { SECOND, type Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { interestIn } from '../sim/trace/interest.ts';
import type { Seq } from '../sim/world.ts';
import { instantOf, speedAt, wallOf, type PacePoint } from './pace-map.ts';
import { addMarks, LONGEST_HOP, LONGEST_QUIET, pacePoints, type Hop, type Place } from './pace.ts';
import { lastAtMost } from './segment.ts';
import type { Cursor } from './timeline.ts';

/** A stretch without a beat that lasts longer is crossed in parts of this length: nobody can look ahead for ever. */
const LONGEST_LOOK: Micros = 600 * SECOND;
/** The pace is computed from so long before the instant that was asked for, so that going back does not begin anew each time. */
const LEAD: Micros = 10 * SECOND;
/** Steps looked at at a time. */
const SLICE = 512;
/** So many entries back a cause is looked for; hops are short. */
const REMEMBERED = 16_384;

/** What auto pace needs of a timeline. */
export interface PaceSource {
  readonly version: number;
  readonly frontier: Cursor;
  eachStep(from: number, to: number, visit: (entries: readonly TraceEntry[]) => void): void;
  glance(at: Micros): { readonly step: number; readonly lastBeat: Micros };
}

/** A stretch of time in which nothing interesting happens. */
export interface QuietStretch {
  readonly from: Micros;
  readonly to: Micros;
}

/**
 * A playhead that moves along a timeline at auto pace. The pace is a function of the trace alone: beats, and the hops between
 * nodes that bring them about. It is known up to the last beat that the run is two seconds past; beyond, the run has to be
 * extended first, and what is known then never changes.
 */
export class AutoPace {
  private readonly source: PaceSource;
  private version = -1;
  private points: PacePoint[] = [];
  /** Before this instant hops may be unknown that began before the pace was computed. */
  private trusted: Micros = 0;
  private marks: { beats: Micros[]; hops: Hop[] } = { beats: [], hops: [] };
  private scanned = 0;
  private scannedAt: Micros = 0;
  /** Places of the last entries, in their order. */
  private remembered: { first: Seq; places: Place[] } = { first: 0, places: [] };
  private position: Micros = 0;

  constructor(source: PaceSource) {
    this.source = source;
  }

  /** Puts the playhead at an instant. */
  place(at: Micros): void {
    this.know(at);
    this.position = wallOf(this.points, at);
  }

  /**
   * Moves the playhead by so much wall time, forwards or back, as far as the pace is known.
   * @param at where it stands now
   * @returns where it stands then
   */
  move(at: Micros, wall: Micros): Micros {
    this.know(at);
    // The position is kept apart from the instant: at 1/1000 of real time a frame is less than a microsecond's worth of it.
    if (instantOf(this.points, this.position) !== at) this.position = wallOf(this.points, at);
    if (this.trusted > 0 && this.position + wall <= wallOf(this.points, this.trusted)) {
      this.begin(this.trusted - 1);
      this.place(at);
    }
    const last = this.points.at(-1) as PacePoint;
    this.position = Math.max(0, Math.min(this.position + wall, last.wall));
    return instantOf(this.points, this.position);
  }

  /** How far the run must be extended before the playhead can move on from an instant; null: far enough. */
  wanted(at: Micros): Micros | null {
    this.know(at);
    return this.end > at ? null : this.source.frontier.at + LONGEST_HOP;
  }

  /** Up to here the pace is known. */
  get end(): Micros {
    return this.points.at(-1)?.at ?? 0;
  }

  /** Wall time from one instant to another, as far as the pace is known. */
  wallBetween(from: Micros, to: Micros): Micros {
    this.know(Math.min(from, to));
    this.know(Math.max(from, to));
    return wallOf(this.points, to) - wallOf(this.points, from);
  }

  /** Simulated over wall time at an instant, in thousandths. */
  speedAt(at: Micros): number {
    this.know(at);
    return this.points.length < 2 ? 1000 : speedAt(this.points, at);
  }

  /** The quiet stretch around an instant that is crossed faster than real time; null: there is none. */
  quietAt(at: Micros): QuietStretch | null {
    this.know(at);
    const index = lastAtMost(this.points, at, (point) => point.at);
    const from = this.points[index];
    const to = this.points[index + 1];
    if (from === undefined || to === undefined) return null;
    return to.wall - from.wall === LONGEST_QUIET && to.at - from.at > LONGEST_QUIET
      ? { from: from.at, to: to.at }
      : null;
  }

  /** Computes the pace beyond an instant, as far as the run goes. */
  private know(at: Micros): void {
    const first = this.points[0];
    if (this.version !== this.source.version || first === undefined || at < this.trusted) this.begin(at);
    while (this.end <= at && this.scan()) this.compute();
  }

  /**
   * Begins at a beat, so that the pieces that follow are the same wherever one begins. Between the hops around that beat and
   * `start` there is nothing to mark.
   */
  private begin(at: Micros): void {
    const start = Math.max(0, at - LEAD - LONGEST_HOP);
    const beat = Math.max(0, this.source.glance(start).lastBeat);
    this.version = this.source.version;
    this.trusted = start === 0 ? 0 : start + LONGEST_HOP;
    this.points = [{ at: beat, wall: 0 }];
    this.marks = { beats: [], hops: [] };
    this.position = 0;
    this.jump(beat - LONGEST_HOP);
    if (start <= beat + LONGEST_HOP) return;
    this.take(this.source.glance(beat + LONGEST_HOP).step);
    this.jump(start);
  }

  /** Goes on taking entries in from an instant. */
  private jump(at: Micros): void {
    this.scannedAt = Math.max(0, at);
    this.scanned = at <= 0 ? 0 : this.source.glance(at).step;
    this.remembered = { first: 0, places: [] };
  }

  /** Takes in some more steps. False: there are none, and nothing more can be known. */
  private scan(): boolean {
    const { frontier } = this.source;
    const { scanned, scannedAt } = this;
    this.take(Math.min(frontier.step, scanned + SLICE));
    if (this.scanned === frontier.step) this.scannedAt = frontier.at;
    return this.scanned > scanned || this.scannedAt > scannedAt;
  }

  private take(to: number): void {
    this.source.eachStep(this.scanned, to, (entries) => {
      for (const entry of entries) this.remember(entry);
      addMarks(this.marks, entries, (seq) => this.placeOf(seq));
      this.scannedAt = Math.max(this.scannedAt, entries[0]?.t ?? 0);
    });
    this.scanned = to;
  }

  private remember(entry: TraceEntry): void {
    const { first, places } = this.remembered;
    if (places.length === 0) this.remembered.first = entry.seq;
    places.push({ t: entry.t, node: entry.node, beat: interestIn(entry) === 'beat' });
    if (places.length >= 2 * REMEMBERED)
      this.remembered = { first: first + REMEMBERED, places: places.slice(REMEMBERED) };
  }

  private placeOf(seq: Seq): Place | null {
    return this.remembered.places[seq - this.remembered.first] ?? null;
  }

  /**
   * What was taken in LONGEST_HOP ago holds no hop that is still unknown. Goes from beat to beat, so that the pieces are the
   * same however much was taken in at once.
   */
  private compute(): void {
    const known = this.scannedAt - LONGEST_HOP;
    const { beats } = this.marks;
    let next = 0;
    for (;;) {
      const last = this.points.at(-1) as PacePoint;
      while ((beats[next] ?? Number.MAX_SAFE_INTEGER) <= last.at) next += 1;
      const end = Math.min(beats[next] ?? Number.MAX_SAFE_INTEGER, last.at + LONGEST_LOOK);
      if (end > known) break;
      for (const point of pacePoints(last, end, this.marks)) this.points.push(point);
      this.marks.hops = this.marks.hops.filter((hop) => hop.to > end);
    }
    this.marks.beats = beats.slice(next);
  }
}
