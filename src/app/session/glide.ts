import type { Micros } from '../../sim/time.ts';

/** A glide takes so long at most, in milliseconds of wall time. */
export const LONGEST_GLIDE = 700;

/** The picture on its way from one entry to another. */
export interface Glide {
  readonly fromAt: Micros;
  readonly toAt: Micros;
  readonly toStep: number;
  readonly began: number;
  readonly lasts: number;
}
