import type { World } from '../../src/sim/world.ts';
import { troubles } from '../scene/troubled-world.ts';
import { leaderDied, manyPartitions, onePartition } from '../scene/worlds.ts';

/** The Worlds of the gallery, by the name that the address gives. */
export const worlds: { readonly [name: string]: () => World } = {
  leaderDied,
  onePartition,
  seven: () => manyPartitions(7, 3),
  twelve: () => manyPartitions(12, 3),
  sixty: () => manyPartitions(60, 9),
  troubles,
};
