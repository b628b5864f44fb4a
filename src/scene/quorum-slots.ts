import type { Metrics } from './metrics.ts';

/* How much room the records of a voter's metadata log need. */

/** Fewer tiles than this are no log, and the bar says more; more than that are not needed to follow it. */
export const LEAST_SLOTS = 3;
export const MOST_SLOTS = 6;

/** The space between a voter's rim and what stands in it. */
export const VOTER_INSET = 6;

/** A tile has room for a record's name (`p0 isr`), and stands so far from the next. */
export function voterTile({ small }: Metrics): { readonly width: number; readonly gap: number; readonly sign: number } {
  return { width: Math.round(4.1 * small), gap: Math.round(small * 0.35), sign: Math.round(small * 0.75) };
}

/** The width of a voter that shows so many records, and a sign that there are older ones. */
export function voterTilesWidth(slots: number, metrics: Metrics): number {
  const { width, gap, sign } = voterTile(metrics);
  return 2 * VOTER_INSET + sign + slots * (width + gap);
}

/** How many records a voter of that width shows; 0: too few to be shown. */
export function slotsIn(width: number, metrics: Metrics): number {
  const tile = voterTile(metrics);
  const room = width - 2 * VOTER_INSET - tile.sign;
  const slots = Math.min(MOST_SLOTS, Math.floor((room + 0.01) / (tile.width + tile.gap)));
  return slots < LEAST_SLOTS ? 0 : slots;
}
