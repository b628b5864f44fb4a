import { lastOf, numberOf, partitionArg, written } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The high watermark is the first offset that is not committed. */
export const m52: Misconception = {
  id: 'M52',
  belief: 'the high watermark is the last offset that can be read',
  answer(asking) {
    const ref = partitionArg(asking);
    if (asking.fact !== 'lastReadable' || ref === null) return undefined;
    return numberOf(asking.after, `highWatermark(${written(ref)})`) ?? undefined;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted') ?? lastOf(asking, 'RecordsAppended'),
};
