import type { LessonHolder } from './lesson-holder.svelte.ts';
import type { Live } from './live.svelte.ts';
import { placedBeats, type PlacedBeat } from './session/stage-script.ts';

/** What the keys of the stage do, for a lesson or for the sandbox. */
export interface StageDriver {
  readonly live: Live;
  /** The stops; empty: there are none. */
  readonly beats: readonly PlacedBeat[];
  /** Which of them is shown. */
  readonly index: number;
  /** The stop that is shown; null: there are none. */
  readonly beat: PlacedBeat | null;
  /** `3 of 24`; empty without stops. */
  readonly place: string;
  readonly offScript: boolean;
  /** What the other cluster of the lesson is called, where the present step is told on it too; null: it is not. */
  readonly twin: string | null;
  next(): void;
  previous(): void;
  /** To a stop; beyond the ends, to the first or the last. */
  goTo(index: number): void;
  /** Back to the last stop, whatever has been done since. */
  reset(): void;
  /** The present step on the other cluster; going on leads back. */
  showTwin(): void;
  /** The presentation is over: what is presented stands where the presenter stood. */
  leave(): void;
}

/** The sandbox has no script: keys go from one interesting entry to the next. */
export class SandboxDriver implements StageDriver {
  readonly live: Live;
  readonly beats = [];
  readonly index = 0;
  readonly beat = null;
  readonly place = '';
  readonly offScript = false;
  readonly twin = null;

  constructor(live: Live) {
    this.live = live;
  }

  next(): void {
    this.live.actions.next();
  }

  previous(): void {
    this.live.actions.previous();
  }

  goTo(): void {
    // It has no stops.
  }

  /** Takes back what was done last. */
  reset(): void {
    this.live.actions.undo();
  }

  showTwin(): void {
    // A sandbox has one cluster.
  }

  leave(): void {
    // It stays as it is.
  }
}

/** A lesson, beat by beat. Off script the keys go from entry to entry, until one goes back. */
export class LessonDriver implements StageDriver {
  readonly live: Live;
  readonly beats: readonly PlacedBeat[];
  private readonly holder: LessonHolder;
  private at = $state(0);

  /** @param beat where to begin, counted from 1; null: at the step where the lesson stands */
  constructor(holder: LessonHolder, beat: number | null = null) {
    this.holder = holder;
    this.live = holder.live;
    const { player } = holder;
    this.beats = player === null ? [] : placedBeats(player.lesson, player.plan);
    const step = player?.stepIndex ?? 0;
    this.at = this.within(beat === null ? this.beats.findIndex((one) => one.step === step) : beat - 1);
  }

  private within(index: number): number {
    return Math.max(0, Math.min(this.beats.length - 1, index));
  }

  get index(): number {
    return this.at;
  }

  get beat(): PlacedBeat | null {
    return this.beats[this.at] ?? null;
  }

  get place(): string {
    return `${this.at + 1} of ${this.beats.length}`;
  }

  get offScript(): boolean {
    return this.holder.offScript;
  }

  get twin(): string | null {
    const { player } = this.holder;
    const { beat } = this;
    if (player === null || beat === null || this.holder.aside !== null) return null;
    // The end of a step is its last beat; before it the other run would give the answer away.
    const isEnd = this.beats[this.at + 1]?.step !== beat.step;
    return isEnd && player.plan.steps[beat.step]?.twin != null ? (player.lesson.twin?.there ?? null) : null;
  }

  showTwin(): void {
    const { beat } = this;
    if (beat !== null && this.twin !== null) void this.holder.player?.showTwin(beat.step);
  }

  /** Shows the stop that the presenter stands at. */
  open(): void {
    this.goTo(this.at);
  }

  goTo(index: number): void {
    void this.jump(this.within(index));
  }

  /** Plays on to the next stop; pressed again on the way, it is there at once. */
  next(): void {
    const main = this.holder.player?.main;
    if (main == null) return;
    if (this.holder.aside !== null) return this.reset();
    if (this.offScript) return this.live.actions.next();
    if (main.playing) {
      void this.jump(this.at);
      return;
    }
    if (this.at + 1 >= this.beats.length) return;
    this.at += 1;
    this.hold();
    main.play();
  }

  /** The stop before. Off script the entry before; where the script was left there is none before, and it goes back to the stop. */
  previous(): void {
    const main = this.holder.player?.main;
    if (main == null) return;
    if (this.holder.aside !== null) return this.reset();
    if (!this.offScript) return this.goTo(this.at - 1);
    const before = main.run.timeline.previousBeat();
    if (before === null || before.at < (main.run.leftAt ?? 0)) return this.reset();
    this.live.actions.previous();
  }

  reset(): void {
    this.goTo(this.at);
  }

  leave(): void {
    const { beat } = this;
    if (beat !== null) void this.holder.player?.standAt(beat.step);
  }

  private async jump(index: number): Promise<void> {
    const { player } = this.holder;
    const beat = this.beats[index];
    const main = player?.main;
    if (player === null || main == null || beat === undefined) return;
    this.at = index;
    player.leaveAside();
    if (!main.run.isOriginal) main.switchTo(0);
    this.hold();
    await main.goTo(beat.cursor);
  }

  /** The run goes no further than the stop. */
  private hold(): void {
    const { beat } = this;
    if (beat !== null)
      this.holder.player?.main?.setLimit({ mark: beat.cursor, reason: 'Press the right arrow for the next beat.' });
  }
}
