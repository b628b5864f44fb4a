import { partitionView } from '../../sim/read/partitions.ts';
import { movesOfLeaders } from './leadership.ts';
import { lastOf } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** The controller appoints leaders; who leads a partition is a broker, and goes on without it. */
export const m24: Misconception = {
  id: 'M24',
  belief: 'the active controller is who leads the partitions, so they stop or move when it dies',
  answer(asking) {
    const partitions = ledBefore(asking);
    if (asking.fact === 'withoutLeader') return asking.isNew || asking.take !== null ? undefined : partitions;
    return asking.fact === 'electionCount' && asking.isNew && asking.args[0] === null ? partitions.length : undefined;
  },
  // Where some move, these are all; where none does, records go on to a leader.
  refutedBy: (asking) => movesOfLeaders(asking).at(-1) ?? lastOf(asking, 'RecordsAppended'),
};

/** All partitions that exist, by their names. */
function ledBefore({ before: { world } }: Asking): readonly string[] {
  return world.names.partitions.map((_, id) => partitionView(world, id).name);
}
