import { keyedRecords, keysInOrder, partitionCount } from './keys.ts';
import { firstOf, lastOf, lastPrinted, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A key is hashed to one of the partitions that are there; many keys share one. */
export const m12: Misconception = {
  id: 'M12',
  belief: 'every key has a partition of its own',
  answer(asking) {
    const { world } = asking.after;
    switch (asking.fact) {
      case 'distinctPartitions':
        return keysInOrder(world, nameArg(asking)).length;
      case 'printedRecords': {
        const last = lastPrinted(asking);
        if (last === null) return undefined;
        const { topic, key: asked } = last;
        // Partitions are given to keys in turn, as they come.
        if (asking.take === 'partitions')
          return [`${topic}-${keysInOrder(world, topic).indexOf(asked) % partitionCount(world, topic)}`];
        if (asking.take !== 'values') return undefined;
        // One key after the other, since each has a log of its own.
        const keyed = keyedRecords(world, topic);
        return keysInOrder(world, topic).flatMap((key) =>
          keyed.filter((record) => record.key === key).map(({ value }) => value),
        );
      }
      default:
        return undefined;
    }
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended') ?? firstOf(asking, 'RecordsPrinted'),
};
