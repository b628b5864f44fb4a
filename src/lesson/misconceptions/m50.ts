import { recordsOf } from '../../sim/read/log.ts';
import { leaderLog } from '../../sim/facts/lookup.ts';
import { firstOf, lastOf, numberOf } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** A partition has replicas: one of those in sync goes on with what it has. */
export const m50: Misconception = {
  id: 'M50',
  belief: 'the records of a partition are lost with its leader',
  answer(asking) {
    if (asking.fact === 'printed') return writtenByLeader(asking);
    if (asking.fact !== 'ackedButLost') return undefined;
    return (numberOf(asking.after, 'survivors') ?? 0) + Number(asking.right);
  },
  refutedBy: (asking) =>
    asking.fact === 'printed' ? lastOf(asking, 'RecordsPrinted') : firstOf(asking, 'LeaderElected'),
};

/** How many records the leader has written itself, those of its own epoch: the ones before it died with others. */
function writtenByLeader({ before: { world } }: Asking): number {
  let written = 0;
  world.names.partitions.forEach((_, id) => {
    const log = leaderLog(world, id);
    const epoch = log?.epochs.at(-1);
    if (log !== null && epoch !== undefined)
      written += recordsOf(log).filter(({ offset }) => offset >= epoch.startOffset).length;
  });
  return written;
}
