import { firstAppend, moves, partitionCount, recordCount } from './keys.ts';
import { firstOf, lastOf, lastPrinted, numberOf, partitionArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** New partitions start empty, and the hash is taken modulo their new number. */
export const m15: Misconception = {
  id: 'M15',
  belief: 'adding partitions spreads the old records out and leaves every key where it was',
  answer(asking) {
    const { world } = asking.after;
    switch (asking.fact) {
      case 'movedKeys':
        return 0;
      case 'count': {
        const ref = partitionArg(asking);
        if (ref === null) return undefined;
        return Math.floor(recordCount(world, ref.topic) / Math.max(1, partitionCount(world, ref.topic)));
      }
      case 'printedRecords': {
        const last = lastPrinted(asking);
        if (asking.take !== 'partitions' || last === null) return undefined;
        // Where the key went while the topic was one partition smaller.
        const partition = numberOf(
          asking.after,
          `partitionOf("${last.key}", java, ${partitionCount(world, last.topic) - 1})`,
        );
        return partition === null ? undefined : [`${last.topic}-${partition}`];
      }
      default:
        return undefined;
    }
  },
  refutedBy(asking) {
    if (asking.fact === 'movedKeys') return firstAppend(asking, ({ key }) => moves(asking, key));
    return asking.fact === 'count' ? firstOf(asking, 'LeaderStarted') : lastOf(asking, 'RecordsAppended');
  },
};
