import { sizeOf } from '../../../lib/ranges.ts';
import { vecForEach, vecGet } from '../../../lib/vec.ts';
import type { PartitionId, World } from '../../world.ts';
import { defineFact, remembered, type Run } from '../fact.ts';
import { recordsFold, type AckedRange, type Fate } from '../folds/records.ts';
import { notHeld } from '../held.ts';
import { decidingLogs, partitionText, shown, type ShownRecord } from '../lookup.ts';
import { counted, someOf } from '../say.ts';

interface LostRange extends AckedRange {
  readonly partition: PartitionId;
}

/**
 * Acknowledged offsets that are in none of the logs that decide. A log holds a record when it has its offset in the same
 * leader epoch (LogMatching), so whole ranges are compared, and no record is looked at.
 */
function lostRanges(run: Run): readonly LostRange[] {
  const { acked } = remembered(run, recordsFold);
  const lost: LostRange[] = [];
  vecForEach(acked, (ranges, partition) => {
    if (ranges.length === 0) return;
    const logs = decidingLogs(run.world, partition);
    vecForEach(ranges, ({ leaderEpoch, from, to }) => {
      for (const part of notHeld(logs, leaderEpoch, { from, to }))
        lost.push({ partition, leaderEpoch, from: part.from, to: part.to });
    });
  });
  return lost;
}

/** How many acknowledged records are gone: in no log that decides what remains. */
export const ackedButLost = defineFact({
  id: 'ackedButLost',
  args: [],
  folds: [recordsFold],
  ask: (run) => sizeOf(lostRanges(run)),
  say: (value) =>
    value === 0
      ? 'No acknowledged record is lost.'
      : `${counted(value, 'acknowledged record')} ${value === 1 ? 'is' : 'are'} lost.`,
});

/** The acknowledged records that are gone. */
export const lostRecords = defineFact({
  id: 'lostRecords',
  args: [],
  folds: [recordsFold],
  ask(run) {
    const lost = lostRanges(run);
    return lost.length === 0 ? [] : opened(run, lost);
  },
  say: (value) => `Acknowledged and lost: ${someOf(value.map((record) => record.value))}.`,
});

/** How many acknowledged records are still there. */
export const survivors = defineFact({
  id: 'survivors',
  args: [],
  folds: [recordsFold],
  ask(run) {
    let all = 0;
    vecForEach(remembered(run, recordsFold).acked, (ranges) =>
      vecForEach(ranges, (range) => (all += range.to - range.from)),
    );
    return all - sizeOf(lostRanges(run));
  },
  say: (value) => `${counted(value, 'acknowledged record')} ${value === 1 ? 'is' : 'are'} still there.`,
});

function opened(run: Run, lost: readonly LostRange[]): ShownRecord[] {
  const found: { readonly at: number; readonly record: ShownRecord }[] = [];
  vecForEach(remembered(run, recordsFold).producers, (fates) => {
    for (let i = 0; fates !== null && i < fates.acknowledged.length; i++) {
      const fate = vecGet(fates.acknowledged, i) as Fate;
      if (fate.baseOffset >= 0) openFate(run.world, fate, lost, (record) => found.push({ at: fate.seq, record }));
    }
  });
  return found.sort((a, b) => a.at - b.at).map(({ record }) => record);
}

function openFate(world: World, fate: Fate, lost: readonly LostRange[], add: (record: ShownRecord) => void): void {
  const ranges = lost.filter((range) => range.partition === fate.partition && range.leaderEpoch === fate.leaderEpoch);
  if (ranges.length === 0) return;
  fate.records.forEach(({ key, value }, index) => {
    const offset = fate.baseOffset + index;
    if (!ranges.some((range) => offset >= range.from && offset < range.to)) return;
    add({ partition: partitionText(world, fate.partition), offset, key: shown(key), value: shown(value) });
  });
}
