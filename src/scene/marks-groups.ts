import type { MoreMark, Stop } from './marks.ts';

/** A consumer group: its ground and what its coordinator says of it. */
export interface GroupMark extends Stop {
  readonly name: string;
  /** `Stable · generation 8`. */
  readonly state: string;
  /** Between name and state. */
  readonly note: string;
  readonly noteX: number;
  /** Does the group work, or is it on the way to? */
  readonly look: 'stable' | 'moving' | 'unknown';
  readonly reader: number;
  /** Members for which there is no room. */
  readonly more: MoreMark | null;
}
