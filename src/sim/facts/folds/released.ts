import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { Micros } from '../../time.ts';
import type { PartitionId, Seq } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** What let a leader's high watermark pass the offsets [from, to). */
export interface Release {
  readonly from: number;
  readonly to: number;
  /** The follower whose fetch did it; -1: no fetch, but a change of the ISR, or a leader alone. */
  readonly follower: number;
  readonly t: Micros;
  /** The entry HighWatermarkAdvanced. */
  readonly seq: Seq;
}

export interface ReleaseHistory {
  readonly byPartition: Vec<Vec<Release>>;
  /** The follower's fetches that were accounted for in one step. */
  readonly step: number;
  readonly fetches: readonly { readonly partition: PartitionId; readonly follower: number }[];
}

/**
 * Whose fetch released which offsets. A high watermark moves in the very step in which a follower's fetch is accounted for
 * (Partition.updateFollowerFetchState).
 */
export const releasedFold: Fold<ReleaseHistory> = {
  id: 'released',
  entries: ['FollowerFetched', 'HighWatermarkAdvanced'],
  start: () => ({ byPartition: emptyVec(), step: -1, fetches: [] }),
  take(state, entry, world) {
    if (entry.type === 'FollowerFetched') {
      const { partition, follower } = entry.args;
      const fetches =
        state.step === world.steps ? [...state.fetches, { partition, follower }] : [{ partition, follower }];
      return { byPartition: state.byPartition, step: world.steps, fetches };
    }
    if (entry.type !== 'HighWatermarkAdvanced' || entry.args.role !== 'leader') return state;
    const { partition, from, to } = entry.args;
    const fetch = state.step === world.steps ? state.fetches.find((known) => known.partition === partition) : undefined;
    const release = { from, to, follower: fetch?.follower ?? -1, t: entry.t, seq: entry.seq };
    let { byPartition } = state;
    while (byPartition.length <= partition) byPartition = vecPush(byPartition, emptyVec<Release>());
    const releases = vecGet(byPartition, partition) as Vec<Release>;
    return {
      byPartition: vecSet(byPartition, partition, vecPush(releases, release)),
      step: state.step,
      fetches: state.fetches,
    };
  },
};

/** What released an offset of a partition last; null when nothing has yet. A new leader may release an offset again. */
export function releaseOf(state: ReleaseHistory, partition: PartitionId, offset: number): Release | null {
  const releases = vecGet(state.byPartition, partition);
  if (releases === undefined) return null;
  for (let i = releases.length - 1; i >= 0; i--) {
    const release = vecGet(releases, i) as Release;
    if (release.from <= offset && offset < release.to) return release;
  }
  return null;
}
