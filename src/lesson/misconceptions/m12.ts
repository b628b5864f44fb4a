import type { World } from '../../sim/world.ts';
import { firstAppend, keyedRecords, keysInOrder } from './keys.ts';
import { lastPrinted, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { firstOtherPrint } from './records.ts';

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
        return asking.take === 'values' ? keyByKey(world, last.topic) : undefined;
      }
      default:
        return undefined;
    }
  },
  refutedBy(asking) {
    const topic = lastPrinted(asking)?.topic;
    if (topic !== undefined) return firstOtherPrint(asking, keyByKey(asking.after.world, topic));
    // Where a second key comes into a partition.
    const owners = new Map<number, string>();
    return firstAppend(asking, ({ key, partition }) => {
      const owner = owners.get(partition) ?? key;
      owners.set(partition, owner);
      return owner !== key;
    });
  },
};

/** One key after the other, since each has a log of its own. */
function keyByKey(world: World, topic: string): readonly (string | null)[] {
  const keyed = keyedRecords(world, topic);
  return keysInOrder(world, topic).flatMap((key) =>
    keyed.filter((record) => record.key === key).map(({ value }) => value),
  );
}
