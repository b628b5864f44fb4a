import type { Intervention } from '../../sim/intervention.ts';
import type { Micros } from '../../sim/time.ts';
import type { Seq } from '../../sim/world.ts';
import type { Cursor, Timeline } from '../../timeline/timeline.ts';
import type { Speed } from '../../view/bar/bar.ts';
import { LONGEST_GLIDE, type Glide } from './glide.ts';
import type { Happening } from './happening.ts';
import type { Limit } from './limit.ts';
import { SLICE_MS, type Outside } from './outside.ts';
import { Playback } from './playback.ts';
import { WatchedRun } from './watched-run.ts';

/** Steps that are simulated before the clock on the wall is looked at again. */
const CHUNK = 64;

/** "Next" looks so far ahead for something interesting before it gives up, in simulated microseconds. */
const FARTHEST_NEXT: Micros = 3600 * 1_000_000;

export type { Happening };

/**
 * A run in someone's hands: it plays, stops, goes anywhere, is changed and taken back. Its face is asynchronous, so that it may
 * one day live in a worker; it never holds the thread for longer than {@link SLICE_MS} at a stretch.
 */
export class Session {
  readonly run: WatchedRun;
  private readonly playback: Playback;
  private readonly outside: Outside;
  private readonly tell: (happening: Happening) => void;
  private limitNow: Limit | null = null;
  private playingNow = false;
  private glide: Glide | null = null;
  private cancelFrame: (() => void) | null = null;
  /** Grows with every command: what an earlier one still does in slices then stops. */
  private turn = 0;
  private waiting = 0;
  /** Without motion a step jumps, and what plays goes from one interesting entry to the next. */
  motion: 'full' | 'reduced' | 'step' = 'full';
  /** Where what plays has got to; in steps, what is shown lags behind it. */
  private playhead: Micros = 0;

  constructor(timeline: Timeline, outside: Outside, tell: (happening: Happening) => void) {
    this.run = new WatchedRun(timeline);
    this.playback = new Playback(this.run);
    this.outside = outside;
    this.tell = tell;
  }

  get playing(): boolean {
    return this.playingNow;
  }

  /** Is the simulation behind what was asked for? */
  get busy(): boolean {
    return this.waiting > 0;
  }

  get speed(): Speed {
    return this.playback.speed;
  }

  get reached(): number | null {
    return this.playingNow ? this.playback.reached : null;
  }

  get limit(): Limit | null {
    return this.run.isOriginal ? this.limitNow : null;
  }

  /** The instant beyond which the original run is not shown yet; null: all of it may be. */
  get heldFrom(): Micros | null {
    return this.limitNow?.mark.at ?? null;
  }

  /** Why nothing can be played from here; null: it can. */
  get heldBack(): string | null {
    return this.atLimit ? (this.limit?.reason ?? null) : null;
  }

  /** The quiet stretch that auto pace is crossing; null: none. */
  quiet(): ReturnType<Playback['quiet']> {
    return this.playingNow ? this.playback.quiet() : null;
  }

  private get atLimit(): boolean {
    const { limit } = this;
    return limit !== null && this.run.timeline.present.step >= limit.mark.step;
  }

  /** How far the original run may be shown; on other branches the reader is free. */
  setLimit(limit: Limit | null): void {
    this.limitNow = limit;
  }

  play(): void {
    this.begin();
    if (this.heldBack !== null) return this.tell({ kind: 'limit' });
    this.playingNow = true;
    this.playhead = this.run.at;
    this.playback.start();
    this.loop();
    this.tell({ kind: 'moved' });
  }

  pause(): void {
    this.begin();
    this.tell({ kind: 'moved' });
  }

  setSpeed(speed: Speed): void {
    this.playback.speed = speed;
    this.playback.start();
    this.tell({ kind: 'moved' });
  }

  /** A new command: whatever still moves stops. */
  private begin(): number {
    this.playingNow = false;
    this.finishGlide();
    this.cancelFrame?.();
    this.cancelFrame = null;
    return ++this.turn;
  }

  private loop(): void {
    this.cancelFrame = this.outside.frame(() => {
      this.cancelFrame = null;
      if (this.glide !== null) this.glideOn(this.glide);
      else if (this.playingNow) this.playOn();
      if (this.playingNow || this.glide !== null) this.loop();
      this.tell({ kind: 'moved' });
    });
  }

  private playOn(): void {
    const now = this.outside.now();
    const last = this.limit?.mark.at ?? Number.MAX_SAFE_INTEGER;
    this.playhead = this.playback.advance(this.playhead, now, last, () => this.outside.now() - now >= SLICE_MS);
    if (this.motion !== 'step' || this.playhead >= last) this.show(this.playhead);
    else this.showBeats();
    if (!this.atLimit) return;
    this.playingNow = false;
    this.tell({ kind: 'limit' });
  }

  /** Shows the last interesting entry up to the playhead. */
  private showBeats(): void {
    const { timeline } = this.run;
    for (let beat = timeline.nextBeat(); beat !== null && beat.at <= this.playhead; beat = timeline.nextBeat())
      this.run.seekStep(beat.step);
  }

  /** Shows an instant within the limit: a step that belongs to what comes after it is not shown, even at its very instant. */
  private show(at: Micros): void {
    const { limit } = this;
    if (limit === null || at < limit.mark.at) this.run.seek(at);
    else this.run.seekStep(limit.mark.step);
  }

  /** Goes to an instant; what has not been simulated yet is simulated in slices. @returns false: another command came */
  async seek(at: Micros): Promise<boolean> {
    const turn = this.begin();
    const to = Math.min(at, this.limit?.mark.at ?? at);
    const { timeline } = this.run;
    if (timeline.frontier.at < to && !(await this.simulate(turn, () => this.run.extend(to, CHUNK)))) return false;
    this.show(to);
    this.tell({ kind: 'moved' });
    return true;
  }

  /** Goes to where so many steps have been taken. @returns false: another command came */
  async goTo({ step, at }: Cursor): Promise<boolean> {
    const turn = this.begin();
    const { timeline } = this.run;
    const there = (): boolean => timeline.frontier.step >= step || this.run.extend(at, CHUNK);
    if (!there() && !(await this.simulate(turn, there))) return false;
    this.run.seekStep(step);
    this.tell({ kind: 'moved' });
    return true;
  }

  /** Goes to right after an entry of the run, if it has been simulated so far. @returns false: it has not, or another command came */
  async goToEntry(seq: Seq): Promise<boolean> {
    const found = this.run.timeline.entry(seq);
    return found !== null && (await this.goTo({ step: found.step, at: found.entry.t }));
  }

  /** To the next interesting entry. */
  async next(): Promise<void> {
    const turn = this.begin();
    if (this.heldBack !== null) return this.tell({ kind: 'limit' });
    const { timeline } = this.run;
    const farthest = this.limit?.mark.at ?? this.run.at + FARTHEST_NEXT;
    let beat = timeline.nextBeat();
    if (beat === null) {
      const found = await this.simulate(turn, () => {
        const end =
          this.run.extend(Math.min(farthest, timeline.frontier.at + 60_000_000), CHUNK) &&
          timeline.frontier.at >= farthest;
        beat = timeline.nextBeat();
        return beat !== null || end;
      });
      if (!found) return;
    }
    if (beat === null || beat.step >= (this.limit?.mark.step ?? Number.MAX_SAFE_INTEGER)) {
      this.show(farthest);
      return this.tell({ kind: this.atLimit ? 'limit' : 'moved' });
    }
    this.travel(beat.step, beat.at);
  }

  /** To the interesting entry before. */
  previous(): void {
    this.begin();
    const beat = this.run.timeline.previousBeat();
    if (beat === null) this.travel(0, 0);
    else this.travel(beat.step, beat.at);
  }

  private travel(toStep: number, toAt: Micros): void {
    const fromAt = this.run.at;
    const lasts = Math.min(LONGEST_GLIDE, Math.abs(this.playback.wallBetween(fromAt, toAt)));
    if (this.motion !== 'full' || fromAt === toAt || lasts < 32) {
      this.run.seekStep(toStep);
      return this.tell({ kind: 'moved' });
    }
    this.glide = { fromAt, toAt, toStep, began: this.outside.now(), lasts };
    this.loop();
  }

  private glideOn({ fromAt, toAt, began, lasts }: Glide): void {
    const share = (this.outside.now() - began) / lasts;
    if (share >= 1) return this.finishGlide();
    // Not beyond the step it leads to: others may share its instant.
    const at = Math.round(fromAt + (toAt - fromAt) * share);
    if (at !== toAt) this.run.seek(at);
  }

  private finishGlide(): void {
    const { glide } = this;
    this.glide = null;
    if (glide !== null) this.run.seekStep(glide.toStep);
  }

  /** Changes something at the present. What had been the future is kept. */
  act(changes: readonly Intervention[]): void {
    if (changes.length === 0) return;
    const resume = this.playingNow;
    this.begin();
    this.run.intervene(changes);
    this.tell({ kind: 'changed', changes });
    if (resume) this.play();
  }

  /**
   * What would have been without the intervention that an entry tells of: a future of its own, shown at the same instant.
   * @returns false: the entry tells of none, or another command came
   */
  async leaveOut(seq: Seq): Promise<boolean> {
    this.begin();
    const { at } = this.run;
    if (!this.run.leaveOut(seq)) return false;
    this.tell({ kind: 'switched' });
    return this.seek(at);
  }

  undo(): void {
    this.begin();
    const change = this.run.undo();
    if (change !== null) this.tell({ kind: 'undone', change });
  }

  switchTo(branch: number): void {
    this.begin();
    if (this.run.switchTo(branch)) this.tell({ kind: 'switched' });
  }

  /** Stops for good: the page has gone elsewhere, or a bug of ours has struck. */
  end(): void {
    this.begin();
  }

  /** Works in slices until `work`, which does a little, returns true. @returns false: another command came first */
  private async simulate(turn: number, work: () => boolean): Promise<boolean> {
    this.waiting += 1;
    try {
      let began = this.outside.now();
      while (!work()) {
        if (this.outside.now() - began < SLICE_MS) continue;
        this.tell({ kind: 'moved' });
        await this.outside.rest();
        if (turn !== this.turn) return false;
        began = this.outside.now();
      }
      return true;
    } finally {
      this.waiting -= 1;
    }
  }
}
