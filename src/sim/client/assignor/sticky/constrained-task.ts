import type { Layout } from '../layout.ts';
import type { Racks } from '../racks.ts';
import type { Claims } from './claims.ts';

/** An assignment under way. */
export interface Task {
  readonly layout: Layout;
  readonly claims: Claims;
  /** What every member gets at least and at most, and how many get the most (0 when both are the same). */
  readonly minQuota: number;
  readonly maxQuota: number;
  readonly expectedOver: number;
  readonly lists: number[][];
  readonly taken: Uint8Array;
  /** Who gives up a partition because it has too many; -1: nobody. */
  readonly givenUp: Int32Array;
  readonly underMin: number[];
  readonly exactlyMin: number[];
  /** How many have more than the least by now. */
  over: number;
  /** Where members and partitions are; null: it does not matter. */
  readonly racks: Racks | null;
}

/** A member gets a partition that nobody has. */
export function giveNew(task: Task, member: number, partition: number, transferring: Uint8Array): number {
  const list = task.lists[member] as number[];
  list.push(partition);
  const loser = task.givenUp[partition] as number;
  if ((loser >= 0 && loser !== member) || task.claims.disputed[partition] === 1) transferring[partition] = 1;
  return list.length;
}
