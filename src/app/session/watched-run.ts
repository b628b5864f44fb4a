import { present } from '../../lib/assert.ts';
import type { Intervention } from '../../sim/intervention.ts';
import type { Micros } from '../../sim/time.ts';
import type { Seq } from '../../sim/world.ts';
import type { Change, Timeline } from '../../timeline/timeline.ts';
import type { Tip } from '../../timeline/branches.ts';
import { BeatIndex } from './beat-index.ts';

interface Visited {
  index: BeatIndex;
  /** The last instant that was shown: what has been simulated beyond is not the reader's past yet. */
  seen: Micros;
  /** The number of the first entry that has not been shown. */
  seenSeq: Seq;
  /** How many steps lead to the furthest that was shown. */
  seenStep: number;
  /** Where another future has parted from it last; -1: nowhere. */
  parted: Micros;
  /** Where its line has left the run's first future; null: it is that one. */
  left: Micros | null;
}

function newVisited(left: Micros | null): Visited {
  return { index: new BeatIndex(), seen: 0, seenSeq: 0, seenStep: 0, parted: -1, left };
}

/**
 * A run as someone has watched it: the timeline, and for each of its futures how far it has been shown and what stands on its track.
 * The timeline may be simulated ahead of what is shown; nothing beyond `seen` is told.
 */
export class WatchedRun {
  readonly timeline: Timeline;
  private readonly visited = new Map<number, Visited>();
  private branch: number;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
    this.branch = this.currentTip().id;
    this.visited.set(this.branch, newVisited(null));
  }

  get at(): Micros {
    return this.timeline.present.at;
  }

  get seen(): Micros {
    return this.here.seen;
  }

  get seenSeq(): Seq {
    return this.here.seenSeq;
  }

  get seenStep(): number {
    return this.here.seenStep;
  }

  get index(): BeatIndex {
    return this.here.index;
  }

  /** Is the branch that is shown the one that the run began with? */
  get isOriginal(): boolean {
    return this.branch === 0;
  }

  /** The instant at which the future that is shown has left the one that the run began with; null: it has not. */
  get leftAt(): Micros | null {
    return this.here.left;
  }

  /** Simulates on; see {@link Timeline.extend}. */
  extend(until: Micros, budget: number): boolean {
    const arrived = this.timeline.extend(until, budget);
    this.ingest();
    return arrived;
  }

  private ingest(): void {
    const { index } = this.here;
    const { step } = this.timeline.frontier;
    if (step > index.steps) index.take(this.timeline.entriesBetween(index.steps, step), step);
  }

  /** Shows an instant, at most the frontier. */
  seek(at: Micros): void {
    this.timeline.seek(at);
    this.see();
  }

  /** Shows the run as it is after so many steps, at most at the frontier. */
  seekStep(step: number): void {
    this.timeline.seekStep(step);
    this.see();
  }

  /** Changes something at the present: a future of its own begins. */
  intervene(changes: readonly Intervention[]): void {
    const before = this.here;
    this.timeline.intervene(changes);
    this.branchOff(before);
  }

  /** Begins a future without the intervention that an entry tells of. @returns false: it tells of none */
  leaveOut(seq: Seq): boolean {
    const before = this.here;
    const found = this.timeline.leaveOut(seq);
    if (found) this.branchOff(before);
    return found;
  }

  /** A future of its own has just begun at the present. */
  private branchOff(before: Visited): void {
    const { step, at } = this.timeline.present;
    before.parted = Math.max(before.parted, at);
    this.branch = this.currentTip().id;
    this.visited.set(this.branch, {
      index: before.index.upTo(step, at),
      seen: at,
      seenSeq: this.timeline.world.nextSeq,
      seenStep: this.timeline.world.steps,
      parted: -1,
      left: Math.min(before.left ?? at, at),
    });
    this.ingest();
    this.forget();
  }

  /** Takes the last change back. @returns what it was; null: there was none */
  undo(): Change | null {
    const change = this.timeline.undo();
    if (change !== null) this.arrive();
    return change;
  }

  /** Goes to another future. @returns false: it is not kept */
  switchTo(id: number): boolean {
    const found = this.timeline.switchTo(id);
    if (found) this.arrive();
    return found;
  }

  private arrive(): void {
    this.branch = this.currentTip().id;
    if (!this.visited.has(this.branch)) this.visited.set(this.branch, newVisited(this.branch === 0 ? null : 0));
    this.ingest();
    if (this.at > this.seen) this.timeline.seek(this.seen);
    this.see();
  }

  /** Futures that someone has watched beyond where others part from them; the one that is shown is always among them. */
  tips(): readonly Tip[] {
    return this.timeline.tips.filter(({ id, current }) => {
      const visited = this.visited.get(id);
      return current || (visited !== undefined && visited.seen > visited.parted);
    });
  }

  /** What had been before the last change and nobody has watched further; null: nothing was changed, or it is among the tips. */
  unwatched(): Tip | null {
    const { hadBeen } = this.timeline;
    return hadBeen === null || this.tips().some(({ id }) => id === hadBeen.id) ? null : hadBeen;
  }

  private see(): void {
    const { here } = this;
    if (this.at > here.seen) here.seen = this.at;
    here.seenSeq = Math.max(here.seenSeq, this.timeline.world.nextSeq);
    here.seenStep = Math.max(here.seenStep, this.timeline.world.steps);
  }

  /** Futures that the timeline has let go. */
  private forget(): void {
    if (this.visited.size <= 40) return;
    const kept = new Set(this.timeline.tips.map(({ id }) => id));
    for (const id of this.visited.keys()) if (!kept.has(id) && id !== this.branch && id !== 0) this.visited.delete(id);
  }

  private get here(): Visited {
    return present(this.visited.get(this.branch), 'the branch that is shown has been visited');
  }

  private currentTip(): Tip {
    return present(
      this.timeline.tips.find((tip) => tip.current),
      'one of the futures is the current one',
    );
  }
}
