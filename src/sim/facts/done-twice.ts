import { uncovered, withRange, type Range } from '../../lib/ranges.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { eachOfBatch } from '../read/log.ts';
import type { PartitionId, World } from '../world.ts';
import type { Work } from './folds/processed.ts';
import { shownRecord, type ShownRecord } from './lookup.ts';

/** Offsets of one partition, as written in one leader epoch: other records may have stood at the same offsets in another. */
interface Tally {
  done: readonly Range[];
  twice: readonly Range[];
}

/**
 * The records that occur more than once in this work, in the order in which they were done first. Ranges are compared, and only
 * the records that are told are opened.
 * @param works in the order of their entries
 */
export function doneTwice(world: World, works: readonly Work[]): readonly ShownRecord[] {
  const tallies: (Tally | undefined)[][] = [];
  let any = false;
  for (const work of works)
    eachBatch(work, (batch, range) => {
      const tally = tallyOf(tallies, work.partition, batch);
      for (const again of coveredOf(tally.done, range)) {
        tally.twice = withRange(tally.twice, again);
        any = true;
      }
      tally.done = withRange(tally.done, range);
    });
  return any ? opened(world, works, tallies) : [];
}

function opened(world: World, works: readonly Work[], tallies: (Tally | undefined)[][]): readonly ShownRecord[] {
  const records: ShownRecord[] = [];
  for (const work of works)
    eachBatch(work, (batch, range) => {
      const tally = tallyOf(tallies, work.partition, batch);
      for (const part of coveredOf(tally.twice, range)) {
        eachOfBatch(batch, part.from, part.to, (logged) => records.push(shownRecord(world, work.partition, logged)));
        tally.twice = tally.twice.flatMap((known) => uncovered([part], known));
      }
    });
  return records;
}

/** Calls `visit` for each batch that the work is about, with the offsets of it that were done. */
function eachBatch({ batches, from, to }: Work, visit: (batch: RecordBatch, range: Range) => void): void {
  for (const batch of batches) {
    const range = { from: Math.max(from, batch.baseOffset), to: Math.min(to, batch.lastOffset + 1) };
    if (range.from < range.to && batch.control === null) visit(batch, range);
  }
}

function tallyOf(tallies: (Tally | undefined)[][], partition: PartitionId, batch: RecordBatch): Tally {
  const ofPartition = (tallies[partition] ??= []);
  return (ofPartition[batch.partitionLeaderEpoch] ??= { done: [], twice: [] });
}

/** The parts of a range that the set has. */
function coveredOf(set: readonly Range[], range: Range): readonly Range[] {
  const missing = uncovered(set, range);
  if (missing.length === 1 && missing[0]?.from === range.from && missing[0].to === range.to) return [];
  return uncovered(missing, range);
}
