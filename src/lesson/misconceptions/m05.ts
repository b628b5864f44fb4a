import { consumerArg } from './groups.ts';
import { firstOf, lastOf } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** The offset kept for a reader is that of the next record, not of the last one. */
export const m05: Misconception = {
  id: 'M05',
  belief: "a reader's offset is that of the last record it has read",
  answer(asking) {
    const { fact, right, take } = asking;
    if (typeof right !== 'number') return undefined;
    if (fact === 'committed') return right - 1;
    // It begins with the record that it had read last.
    if (fact === 'printed' && asking.isNew && hasGroup(asking)) return right + 1;
    if (fact !== 'printedRecords' || take !== 'first offset') return undefined;
    // It was sent to an offset, so it takes that one for read, and goes on behind it.
    const sought = asking.entries.find((entry) => entry.type === 'PositionSought');
    return sought?.type === 'PositionSought' ? sought.args.to + 1 : undefined;
  },
  refutedBy(asking) {
    if (asking.fact === 'committed') return lastOf(asking, 'OffsetsCommitted');
    if (asking.fact === 'printed') return lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed');
    return firstOf(asking, 'RecordsPrinted', ({ args }) => args.from === asking.right);
  },
};

function hasGroup(asking: Asking): boolean {
  return (consumerArg(asking)?.state.group ?? null) !== null;
}
