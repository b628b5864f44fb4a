import { partitionCount } from './keys.ts';
import { lastOf, lastPrinted } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Nobody keeps programs apart by partition. */
export const m56: Misconception = {
  id: 'M56',
  belief: 'every producer writes to a partition of its own',
  answer(asking) {
    const last = lastPrinted(asking);
    if (asking.take !== 'partitions' || last === null) return undefined;
    const { world } = asking.after;
    const used = asking.before.ask(`distinctPartitions(${last.topic})`);
    // The first one that no other producer has used, or the second where all are in use.
    const free = typeof used === 'number' && used < partitionCount(world, last.topic) ? used : 1;
    return [`${last.topic}-${free}`];
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended'),
};
