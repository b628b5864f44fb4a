import { uncovered, withRange, type Range } from '../../lib/ranges.ts';
import { vecForEach, vecGet, type Vec } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { NodeId, PartitionId } from '../world.ts';
import { remembered, type Run } from './fact.ts';
import { commitsFold } from './folds/commits.ts';
import { printedFold } from './folds/printed.ts';
import { processedFold } from './folds/processed.ts';
import { inHand } from './in-hand.ts';

/** What records came to with a reader. `skipped`: committed past, and neither processed nor in the hands of a living member. */
export const readFates = ['read', 'readTwice', 'processed', 'processedTwice', 'skipped'] as const;
export type ReadFate = (typeof readFates)[number];

/** Offsets of a partition that were written in one leader epoch, by what they came to with a reader. */
export interface ReadRanges {
  readonly partition: PartitionId;
  readonly leaderEpoch: number;
  readonly ranges: { readonly [F in ReadFate]: readonly Range[] };
}

interface Filling {
  readonly partition: PartitionId;
  readonly leaderEpoch: number;
  readonly ranges: { [F in ReadFate]: readonly Range[] };
}

/** Anything that was done with records of batches: given to a program, processed. */
export interface ReadRow {
  readonly seq: number;
  readonly partition: PartitionId;
  readonly from: number;
  readonly to: number;
  readonly batches: readonly RecordBatch[];
}

/**
 * What became of records with the members of a group, or with one consumer that has none. Ranges against ranges; records that
 * compaction has taken out of a batch count with it.
 * @param nodes the members, or the one consumer
 * @param group null: it has none, so nothing is processed or committed for anybody
 */
export function readRanges(run: Run, nodes: readonly NodeId[], group: string | null): readonly ReadRanges[] {
  const found: Filling[] = [];
  for (const row of rowsRead(run, nodes)) gather(found, row, 'read', 'readTwice');
  if (group === null) return found;
  for (const row of rowsProcessed(run, nodes)) gather(found, row, 'processed', 'processedTwice');
  for (const { partition, ranges } of found) {
    const committed = committedBelow(run, group, partition);
    const done = inHand(run.world, group, partition).reduce(withRange, ranges.processed);
    for (const { from, to } of ranges.read)
      for (const part of from < committed ? uncovered(done, { from, to: Math.min(to, committed) }) : [])
        ranges.skipped = withRange(ranges.skipped, part);
  }
  return found;
}

/** What these consumers' programs were given, in the order of the entries. */
export function rowsRead(run: Run, nodes: readonly NodeId[]): readonly ReadRow[] {
  const history = remembered(run, printedFold);
  return inOrder(nodes.map((node) => vecGet(history, node)?.printed));
}

/** What these consumers' programs were done with, in the order of the entries. */
export function rowsProcessed(run: Run, nodes: readonly NodeId[]): readonly ReadRow[] {
  const history = remembered(run, processedFold);
  return inOrder(nodes.map((node) => vecGet(history, node)?.processed));
}

function inOrder(all: readonly (Vec<ReadRow> | undefined)[]): readonly ReadRow[] {
  const rows: ReadRow[] = [];
  for (const one of all) if (one !== undefined) vecForEach(one, (row) => rows.push(row));
  return all.length > 1 ? rows.sort((a, b) => a.seq - b.seq) : rows;
}

function gather(found: Filling[], row: ReadRow, once: ReadFate, twice: ReadFate): void {
  for (const batch of row.batches) {
    const range = { from: Math.max(row.from, batch.baseOffset), to: Math.min(row.to, batch.lastOffset + 1) };
    if (range.from >= range.to || batch.control !== null) continue;
    const { ranges } = fillingOf(found, row.partition, batch.partitionLeaderEpoch);
    const fresh = uncovered(ranges[once], range);
    for (const again of uncovered(fresh, range)) ranges[twice] = withRange(ranges[twice], again);
    ranges[once] = withRange(ranges[once], range);
  }
}

function fillingOf(found: Filling[], partition: PartitionId, leaderEpoch: number): Filling {
  const known = found.find((one) => one.partition === partition && one.leaderEpoch === leaderEpoch);
  if (known !== undefined) return known;
  const ranges = { read: [], readTwice: [], processed: [], processedTwice: [], skipped: [] };
  const fresh: Filling = { partition, leaderEpoch, ranges };
  found.push(fresh);
  return fresh;
}

/** Below which offset a group's last commit for a partition lies; 0: it has committed nothing. */
function committedBelow(run: Run, group: string, partition: PartitionId): number {
  const commits = remembered(run, commitsFold);
  for (let i = commits.length - 1; i >= 0; i--) {
    const commit = vecGet(commits, i);
    const index = commit?.group === group ? commit.partitions.indexOf(partition) : -1;
    if (index >= 0) return commit?.offsets[index] ?? 0;
  }
  return 0;
}
