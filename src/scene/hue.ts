import type { PartitionId } from '../sim/world.ts';

/** How many hues partitions have: Okabe and Ito's without black and yellow, darkened (or lightened) by the theme. */
export const HUES = 6;

/** How many hues readers have. */
export const READERS = 4;

/** The hue of a partition; a theme's property `--hue-N`. */
export function hueOf(partition: PartitionId): number {
  return partition % HUES;
}
