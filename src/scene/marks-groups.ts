import type { HeadTexts } from './groups/head.ts';
import type { MoreMark, Stop } from './marks.ts';

/** A consumer group: its ground and what its coordinator says of it. */
export interface GroupMark extends Stop, Omit<HeadTexts, 'ringAt'> {
  /** Does the group work, or is it on the way to? */
  readonly look: 'stable' | 'moving' | 'unknown';
  readonly reader: number;
  /** Members for which there is no room. */
  readonly more: MoreMark | null;
}
