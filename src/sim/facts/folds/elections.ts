import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { Micros } from '../../time.ts';
import type { PartitionId } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** Leader elections of a partition; its very first leader is none. */
export interface Elections {
  readonly count: number;
  readonly unclean: number;
  /** When the last one was; -1: never. */
  readonly lastAt: Micros;
}

const NONE: Elections = { count: 0, unclean: 0, lastAt: -1 };

/** Elections by partition. */
export const electionsFold: Fold<Vec<Elections>> = {
  id: 'elections',
  entries: ['LeaderElected'],
  start: () => emptyVec(),
  take(state, entry) {
    if (entry.type !== 'LeaderElected' || entry.args.election === 'new') return state;
    const { partition, unclean } = entry.args;
    let grown = state;
    while (grown.length <= partition) grown = vecPush(grown, NONE);
    const before = electionsOf(grown, partition);
    return vecSet(grown, partition, {
      count: before.count + 1,
      unclean: before.unclean + (unclean ? 1 : 0),
      lastAt: entry.t,
    });
  },
};

/** The elections of one partition. */
export function electionsOf(state: Vec<Elections>, partition: PartitionId): Elections {
  return vecGet(state, partition) ?? NONE;
}
