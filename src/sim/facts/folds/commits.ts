import { emptyVec, vecGet, vecPush, type Vec } from '../../../lib/vec.ts';
import type { Micros } from '../../time.ts';
import type { PartitionId, Seq } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** Offsets that a group's coordinator counts as committed from here on: one for each partition. */
export interface Commit {
  readonly t: Micros;
  readonly seq: Seq;
  readonly group: string;
  readonly partitions: readonly PartitionId[];
  readonly offsets: readonly number[];
}

/** Every commit of every group, in the order in which they became valid. A row for each entry, however many partitions it names. */
export const commitsFold: Fold<Vec<Commit>> = {
  id: 'commits',
  entries: ['OffsetsCommitted'],
  start: () => emptyVec(),
  take(state, entry) {
    if (entry.type !== 'OffsetsCommitted') return state;
    const { group, partitions, offsets } = entry.args;
    return vecPush(state, { t: entry.t, seq: entry.seq, group, partitions, offsets });
  },
};

/** The first commit of a group, from `since` on, that lies beyond an offset of a partition; null: there is none. */
export function firstCommitBeyond(
  state: Vec<Commit>,
  group: string,
  partition: PartitionId,
  offset: number,
  since: Seq,
): Commit | null {
  for (let i = 0; i < state.length; i++) {
    const commit = vecGet(state, i) as Commit;
    if (commit.group !== group || commit.seq < since) continue;
    const index = commit.partitions.indexOf(partition);
    if (index >= 0 && (commit.offsets[index] ?? -1) > offset) return commit;
  }
  return null;
}
