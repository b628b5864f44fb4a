import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The offset kept for a reader is that of the next record, not of the last one. */
export const m05: Misconception = {
  id: 'M05',
  belief: "a reader's offset is that of the last record it has read",
  answer(asking) {
    if (asking.fact !== 'printedRecords' || asking.take !== 'first offset' || typeof asking.right !== 'number')
      return undefined;
    // It was sent to an offset, so it takes that one for read, and goes on behind it.
    const sought = asking.entries.find((entry) => entry.type === 'PositionSought');
    return sought?.type === 'PositionSought' ? sought.args.to + 1 : undefined;
  },
  refutedBy: (asking) => firstOf(asking, 'RecordsPrinted', ({ args }) => args.from === asking.right),
};
