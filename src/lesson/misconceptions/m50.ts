import { consumersOf } from '../../sim/read/clients.ts';
import { recordsOf } from '../../sim/read/log.ts';
import { leaderLog } from '../../sim/facts/lookup.ts';
import { firstOf, lastOf, nameArg, numberOf } from './look.ts';
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

/** How many of the records to be read were written since the leader of before began to lead: the older ones died with others. */
function writtenByLeader(asking: Asking): number {
  const { world } = asking.after;
  const reader = consumersOf(world).find(({ name }) => name === nameArg(asking));
  let written = 0;
  for (const { partition } of reader?.positions ?? []) {
    const log = leaderLog(world, partition);
    const epoch = leaderLog(asking.before.world, partition)?.epochs.at(-1);
    if (log !== null && epoch !== undefined)
      written += recordsOf(log).filter(({ offset }) => offset >= epoch.startOffset).length;
  }
  return written;
}
