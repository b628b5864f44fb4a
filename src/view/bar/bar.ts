import type { Micros } from '../../sim/time.ts';
import type { TrackScale } from './scale.ts';

/** `auto` follows what is under way; a number is simulated time over wall time. */
export type Speed = 'auto' | number;

/** Speeds that can be chosen, from slow to fast. */
export const speeds: readonly Speed[] = ['auto', 1 / 1000, 1 / 200, 1 / 50, 1 / 10, 1, 5, 20, 100, 1000];

/** What the bar shows. JSON only; replaced whole. */
export interface BarView {
  readonly playing: boolean;
  /** Why nothing can be played now; null: it can. The button then stays, and says why. */
  readonly heldBack: string | null;
  readonly speed: Speed;
  /** The speed reached, simulated over wall time; null while nothing plays. */
  readonly reached: number | null;
  readonly now: Micros;
  /** The instant up to which the run has been simulated. */
  readonly frontier: Micros;
  readonly scale: TrackScale;
  /** Interesting entries, in the order of time; several that would stand on one another are one. */
  readonly ticks: readonly Tick[];
  readonly moments: readonly NamedMoment[];
  /** What the latest interesting entry says. */
  readonly caption: string;
  /** What has been passed over, in one sentence; empty when nothing was. */
  readonly skipped: string;
  /** What undo would take back, in words; null: nothing. */
  readonly undo: string | null;
  readonly branches: readonly BranchTip[];
  /** Is there an end that one can go to at once? */
  readonly hasEnd: boolean;
  readonly busy: boolean;
}

export interface Tick {
  readonly x: number;
  /** Index of the hue of what it is about; null: of nothing in particular. */
  readonly hue: number | null;
  readonly fault: boolean;
}

export interface NamedMoment {
  readonly name: string;
  readonly at: Micros;
  readonly fault: boolean;
}

/** A future that was tried: its tip is kept under the name of what was changed. */
export interface BranchTip {
  readonly id: string;
  readonly name: string;
  readonly present: boolean;
  /** Nobody has watched it beyond where the present one began. */
  readonly unwatched?: boolean;
}

/** Two futures at one instant. */
export interface Compared {
  readonly branch: string;
  readonly here: string;
  readonly there: string;
  readonly at: Micros;
  /** What differs; null: it cannot be told; `running`: the other one is run as far as this. */
  readonly rows: readonly { readonly what: string; readonly here: string; readonly there: string }[] | null | 'running';
}

/** What the bar asks for. */
export interface BarActions {
  play(): void;
  pause(): void;
  next(): void;
  previous(): void;
  setSpeed(speed: Speed): void;
  /** While dragging, often. */
  seek(at: Micros): void;
  /** To the end of the step, at once. */
  toEnd(): void;
  undo(): void;
  switchTo(branch: string): void;
  /** What differs between a branch and the one that is shown. */
  compare(branch: string): void;
}
