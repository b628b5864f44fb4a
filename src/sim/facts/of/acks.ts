import { vecForEach, vecGet } from '../../../lib/vec.ts';
import { defineFact, remembered, type Run } from '../fact.ts';
import { recordsFold, type Fate } from '../folds/records.ts';
import { releasedFold, releaseOf } from '../folds/released.ts';
import { findRecord, type FoundRecord } from '../lookup.ts';
import { counted, recordText } from '../say.ts';

const r = [{ name: 'r', kind: 'record' }] as const;

/** How many logs held a record when its acknowledgement arrived; null while it has none. */
export const copiesAtAck = defineFact({
  id: 'copiesAtAck',
  args: r,
  folds: [recordsFold],
  ask(run, ref) {
    const found = findRecord(run, ref);
    return found === null ? null : (fateAt(run, found)?.copies ?? null);
  },
  say: (value, ref) =>
    value === null
      ? `${recordText(ref, true)} is not acknowledged.`
      : `When the acknowledgement arrived, ${counted(value, 'log')} held ${recordText(ref)}.`,
});

/**
 * The follower whose fetch let the high watermark pass a record, and so released its acknowledgement with acks=all; -1: it took
 * no fetch (a smaller ISR, a leader alone). Null while the record is not committed.
 */
export const ackReleasedBy = defineFact({
  id: 'ackReleasedBy',
  args: r,
  folds: [recordsFold, releasedFold],
  ask(run, ref) {
    const found = findRecord(run, ref);
    if (found === null) return null;
    return releaseOf(remembered(run, releasedFold), found.partition, found.offset)?.follower ?? null;
  },
  say(value, ref) {
    if (value === null) return `${recordText(ref, true)} is not committed yet.`;
    return value < 0
      ? `No fetch was needed to commit ${recordText(ref)}.`
      : `The fetch of broker ${value} lets the high watermark pass ${recordText(ref)}.`;
  },
});

/** The fate of an acknowledged record. */
function fateAt(run: Run, found: FoundRecord): Fate | null {
  let best: Fate | null = null;
  vecForEach(remembered(run, recordsFold).producers, (fates) => {
    for (let i = 0; fates !== null && best === null && i < fates.acknowledged.length; i++) {
      const fate = vecGet(fates.acknowledged, i) as Fate;
      if (fate.partition !== found.partition || fate.leaderEpoch !== found.leaderEpoch) continue;
      if (found.offset >= fate.baseOffset && found.offset < fate.baseOffset + fate.count) best = fate;
    }
  });
  return best;
}
