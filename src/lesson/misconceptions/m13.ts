import { partitionCount, recordCount } from './keys.ts';
import { lastOf, lastPrinted, nameArg, partitionArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** Without keys a Java producer sticks to one partition for a batch; with keys the key decides. */
export const m13: Misconception = {
  id: 'M13',
  belief: 'records are dealt to the partitions in turn',
  answer(asking) {
    const { world } = asking.after;
    switch (asking.fact) {
      case 'distinctPartitions': {
        const topic = nameArg(asking);
        return Math.min(partitionCount(world, topic), recordCount(world, topic));
      }
      case 'printedRecords': {
        const topic = lastPrinted(asking)?.topic;
        if (topic === undefined) return undefined;
        if (asking.take === 'partition count') return Math.min(partitionCount(world, topic), newRecords(asking, topic));
        if (asking.take !== 'partitions') return undefined;
        return [`${topic}-${(recordCount(world, topic) - 1) % partitionCount(world, topic)}`];
      }
      case 'count': {
        const ref = partitionArg(asking);
        if (ref === null || !asking.isNew) return undefined;
        // An equal share of what is new for each.
        return Math.floor(newRecords(asking, ref.topic) / Math.max(1, partitionCount(world, ref.topic)));
      }
      default:
        return undefined;
    }
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended'),
};

function newRecords({ before, after }: Asking, topic: string): number {
  return recordCount(after.world, topic) - recordCount(before.world, topic);
}
