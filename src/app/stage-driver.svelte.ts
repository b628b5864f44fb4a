import type { LessonHolder } from './lesson-holder.svelte.ts';
import type { Live } from './live.svelte.ts';
import { placedBeats, type PlacedBeat } from './session/stage-script.ts';

/** What the keys of the stage do, for a lesson or for the sandbox. */
export interface StageDriver {
  readonly live: Live;
  /** The stop that is shown; null: there are none. */
  readonly beat: PlacedBeat | null;
  /** `3 of 24`; empty without stops. */
  readonly place: string;
  readonly offScript: boolean;
  next(): void;
  previous(): void;
  /** Back to the last stop, whatever has been done since. */
  reset(): void;
}

/** The sandbox has no script: keys go from one interesting entry to the next. */
export class SandboxDriver implements StageDriver {
  readonly live: Live;
  readonly beat = null;
  readonly place = '';
  readonly offScript = false;

  constructor(live: Live) {
    this.live = live;
  }

  next(): void {
    this.live.actions.next();
  }

  previous(): void {
    this.live.actions.previous();
  }

  /** Takes back what was done last. */
  reset(): void {
    this.live.actions.undo();
  }
}

/** A lesson, beat by beat. Off script the keys go from entry to entry, until one goes back. */
export class LessonDriver implements StageDriver {
  readonly live: Live;
  private readonly holder: LessonHolder;
  private readonly beats: readonly PlacedBeat[];
  private index = $state(0);

  constructor(holder: LessonHolder) {
    this.holder = holder;
    this.live = holder.live;
    const { player } = holder;
    this.beats = player === null ? [] : placedBeats(player.lesson, player.plan);
    const step = player?.stepIndex ?? 0;
    this.index = Math.max(
      0,
      this.beats.findIndex((beat) => beat.step === step),
    );
  }

  get beat(): PlacedBeat | null {
    return this.beats[this.index] ?? null;
  }

  get place(): string {
    return `${this.index + 1} of ${this.beats.length}`;
  }

  get offScript(): boolean {
    return this.holder.offScript;
  }

  /** Shows the stop that the presenter stands at. */
  open(): void {
    void this.jump(this.index);
  }

  /** Plays on to the next stop; pressed again on the way, it is there at once. */
  next(): void {
    const main = this.holder.player?.main;
    if (main == null) return;
    if (this.offScript) return this.live.actions.next();
    if (main.playing) {
      void this.jump(this.index);
      return;
    }
    if (this.index + 1 >= this.beats.length) return;
    this.index += 1;
    this.hold();
    main.play();
  }

  previous(): void {
    if (this.offScript) return this.live.actions.previous();
    void this.jump(Math.max(0, this.index - 1));
  }

  reset(): void {
    void this.jump(this.index);
  }

  private async jump(index: number): Promise<void> {
    const { player } = this.holder;
    const beat = this.beats[index];
    const main = player?.main;
    if (player === null || main == null || beat === undefined) return;
    this.index = index;
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
