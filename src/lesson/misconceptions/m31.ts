import { lastOf, numberOf, partitionArg, written } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Consumers read below the high watermark only. */
export const m31: Misconception = {
  id: 'M31',
  belief: 'a record can be read as soon as the leader has it',
  answer(asking) {
    const ref = partitionArg(asking);
    if (asking.fact !== 'lastReadable' || ref === null) return undefined;
    const end = numberOf(asking.after, `logEndOffset(${written(ref)})`);
    return end === null ? undefined : end - 1;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted') ?? lastOf(asking, 'RecordsAppended'),
};
