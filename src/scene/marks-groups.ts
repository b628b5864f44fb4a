import type { Point } from './box.ts';
import type { MoreMark, Stop } from './marks.ts';

/** A consumer group: its ground and what its coordinator says of it. */
export interface GroupMark extends Stop {
  readonly name: string;
  readonly nameAt: Point;
  /** `Stable · generation 8`; without the generation where that stands among the facts. */
  readonly state: string;
  readonly stateAt: Point;
  /** Does the state end where it stands? */
  readonly stateEnds: boolean;
  /** `classic protocol`, `generation 8 · classic`. */
  readonly facts: string;
  readonly factsAt: Point;
  /** What else there is to say. */
  readonly note: string;
  readonly noteAt: Point;
  /** Does the group work, or is it on the way to? */
  readonly look: 'stable' | 'moving' | 'unknown';
  readonly reader: number;
  /** Members for which there is no room. */
  readonly more: MoreMark | null;
}
