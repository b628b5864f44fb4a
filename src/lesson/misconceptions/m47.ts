import { lastOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A log only grows at its end; a correction is a record more. */
export const m47: Misconception = {
  id: 'M47',
  belief: 'a record can be changed where it stands',
  answer(asking) {
    if (asking.fact !== 'printedRecords' || asking.take !== 'last offset') return undefined;
    // The offset of the record that the new one corrects: it is named first in the new value, `trip 3, corrected`.
    const records = asking.after.ask(`printedRecords(${nameArg(asking)})`);
    if (!Array.isArray(records)) return undefined;
    const all = records as readonly { readonly offset: number; readonly value: string }[];
    const corrected = all.at(-1)?.value.split(',')[0];
    return all.find(({ value }) => value === corrected)?.offset;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended'),
};
