import type { Micros } from '../../sim/time.ts';
import { AutoPace, type QuietStretch } from '../../timeline/auto-pace.ts';
import type { Speed } from '../../view/bar/bar.ts';
import type { WatchedRun } from './watched-run.ts';

/** Steps that are simulated before the clock on the wall is looked at again. */
const STEPS_BETWEEN_LOOKS = 48;

/** A frame that took longer than this, in milliseconds, is made up for only so far: the page was hidden, or the machine slept. */
const LONGEST_FRAME = 100;

/** The speed that is shown is that of about so many milliseconds. */
const MEASURED_OVER = 400;

/** How wall time becomes simulated time while a run plays. */
export class Playback {
  speed: Speed = 'auto';
  private readonly run: WatchedRun;
  private readonly pace: AutoPace;
  private wall: number | null = null;
  private measured: { virtual: number; wall: number } = { virtual: 0, wall: 0 };

  constructor(run: WatchedRun) {
    this.run = run;
    this.pace = new AutoPace(run.timeline);
  }

  /** Play begins, or goes on after a pause. */
  start(): void {
    this.wall = null;
    this.measured = { virtual: 0, wall: 0 };
    this.pace.place(this.run.at);
  }

  /**
   * The instant to show now: where the speed that was asked for leads to, or as far as the machine gets until `deadline`.
   * @param at the instant to go on from
   * @param now wall time in milliseconds
   * @param last no instant beyond it is shown, nor looked for
   * @param isTime asks the wall whether the slice is used up
   */
  advance(at: Micros, now: number, last: Micros, isTime: () => boolean): Micros {
    const passed = this.wall === null ? 0 : Math.min(LONGEST_FRAME, Math.max(0, now - this.wall));
    this.wall = now;
    const to = Math.min(
      last,
      this.speed === 'auto' ? this.atAutoPace(at, passed, isTime) : at + Math.round(passed * 1000 * this.speed),
    );
    while (this.run.timeline.frontier.at < to && !this.run.extend(to, STEPS_BETWEEN_LOOKS)) if (isTime()) break;
    const reached = Math.max(at, Math.min(to, this.run.timeline.frontier.at));
    this.measure(reached - at, passed);
    return reached;
  }

  /** Auto pace looks ahead: how fast time runs depends on what comes next. */
  private atAutoPace(at: Micros, passed: number, isTime: () => boolean): Micros {
    for (;;) {
      const wanted = this.pace.wanted(at);
      if (wanted === null) return this.pace.move(at, Math.round(passed * 1000));
      if (isTime()) return at;
      this.run.extend(wanted, STEPS_BETWEEN_LOOKS);
    }
  }

  private measure(virtual: Micros, wall: number): void {
    const keep = Math.max(0, 1 - wall / MEASURED_OVER);
    this.measured = { virtual: this.measured.virtual * keep + virtual, wall: this.measured.wall * keep + wall };
  }

  /** Simulated over wall time as it was reached of late; null: too early to tell. */
  get reached(): number | null {
    return this.measured.wall < 50 ? null : this.measured.virtual / (this.measured.wall * 1000);
  }

  /** The stretch in which nothing interesting happens that is being crossed now; null: none. */
  quiet(): QuietStretch | null {
    return this.speed === 'auto' ? this.pace.quietAt(this.run.at) : null;
  }

  /** How long the way between two instants takes at auto pace, in milliseconds, as far as that is known. */
  wallBetween(from: Micros, to: Micros): number {
    return this.pace.wallBetween(from, to) / 1000;
  }
}
