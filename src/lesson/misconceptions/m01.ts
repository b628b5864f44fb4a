import { firstOf, lastOf, partitionArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { positionsIn } from './readers.ts';

/** The queue model: what has been read is gone. */
export const m01: Misconception = {
  id: 'M01',
  belief: 'reading a record removes it, as from a queue',
  answer(asking) {
    switch (asking.fact) {
      case 'count': {
        const ref = partitionArg(asking);
        if (ref === null || typeof asking.right !== 'number') return undefined;
        // What no reader has had is all that is left.
        const positions = positionsIn(asking.after.world, ref.topic, ref.partition).map(({ position }) => position);
        return Math.max(0, asking.right - Math.max(0, ...positions));
      }
      case 'printedRecords':
        // The next record goes into an empty log; one that has been read is nowhere.
        if (asking.take === 'last offset') return 0;
        return asking.take === 'first offset' ? null : undefined;
      case 'printed':
        return 0;
      case 'deliveries':
        // Whoever comes first has it.
        return asking.isNew ? undefined : 1;
      case 'replicasHolding':
        return asking.take === 'count' ? 0 : [];
      default:
        return undefined;
    }
  },
  refutedBy: (asking) => (asking.take === 'first offset' ? firstOf : lastOf)(asking, 'RecordsPrinted'),
};
