import { firstOf, lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The first offset of a log is 0. */
export const m43: Misconception = {
  id: 'M43',
  belief: 'offsets count from one',
  answer(asking) {
    if (asking.fact === 'recordsAt' && asking.take === 'count') return asking.args[0] === 0 ? 0 : undefined;
    if (asking.fact !== 'printedRecords' || typeof asking.right !== 'number') return undefined;
    // The eleventh record is number 11; "offset 4" is the fourth record.
    if (asking.take === 'last offset') return asking.right + 1;
    return asking.take === 'first offset' && asking.right > 0 ? asking.right - 1 : undefined;
  },
  refutedBy(asking) {
    if (asking.fact === 'recordsAt') return firstOf(asking, 'RecordsAppended', ({ args }) => args.from === 0);
    return asking.take === 'first offset' ? firstOf(asking, 'RecordsPrinted') : lastOf(asking, 'RecordsAppended');
  },
};
