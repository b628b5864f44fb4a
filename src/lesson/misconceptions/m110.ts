import { keysInOrder, partitionCount } from './keys.ts';
import { lastOf, lastPrinted } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A partitioner keeps no list of the keys that it has seen: the hash of the key is enough. */
export const m110: Misconception = {
  id: 'M110',
  belief: 'each new key takes the next partition in turn, and keeps it',
  answer(asking) {
    const last = asking.take === 'partitions' ? lastPrinted(asking) : null;
    if (last === null) return undefined;
    const { world } = asking.after;
    return [`${last.topic}-${keysInOrder(world, last.topic).indexOf(last.key) % partitionCount(world, last.topic)}`];
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended'),
};
