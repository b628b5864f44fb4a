import { vecForEach, vecGet } from '../../../lib/vec.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { PartitionId, World } from '../../world.ts';
import { defineFact, remembered, type Run } from '../fact.ts';
import { recordsFold, type AckedRange, type Fate } from '../folds/records.ts';
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
    vecForEach(ranges, (range) => {
      let left: readonly AckedRange[] = [range];
      for (const log of logs) left = left.flatMap((part) => without(part, held(log, part.leaderEpoch)));
      for (const part of left) lost.push({ partition, leaderEpoch: part.leaderEpoch, from: part.from, to: part.to });
    });
  });
  return lost;
}

/** Offsets of an epoch that a log has or had: what retention deleted is not lost. */
function held(log: ReplicaLog, leaderEpoch: number): { readonly from: number; readonly to: number } {
  const index = log.epochs.findIndex((entry) => entry.epoch === leaderEpoch);
  const first = log.epochs[index];
  if (first === undefined) return { from: 0, to: log.logStartOffset };
  const from = first.startOffset <= log.logStartOffset ? 0 : first.startOffset;
  return { from, to: log.epochs[index + 1]?.startOffset ?? log.logEndOffset };
}

function without(range: AckedRange, cut: { readonly from: number; readonly to: number }): readonly AckedRange[] {
  const { leaderEpoch } = range;
  const parts: AckedRange[] = [];
  if (range.from < Math.min(cut.from, range.to))
    parts.push({ leaderEpoch, from: range.from, to: Math.min(cut.from, range.to) });
  if (Math.max(cut.to, range.from) < range.to)
    parts.push({ leaderEpoch, from: Math.max(cut.to, range.from), to: range.to });
  return cut.from >= cut.to ? [range] : parts;
}

function sizeOf(ranges: readonly AckedRange[]): number {
  return ranges.reduce((sum, range) => sum + range.to - range.from, 0);
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
