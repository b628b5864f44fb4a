import type { PartitionId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that a broker writes as group coordinator, of its partitions of __consumer_offsets and of what groups have committed. */
export interface CoordinatorEntries {
  /** It leads the partition from now on, and reads it: offsets [from, to). */
  CoordinatorLoading: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
  };
  /** It has read all of it, and answers for the groups that it found. */
  CoordinatorLoaded: { readonly partition: PartitionId; readonly broker: number; readonly groups: readonly string[] };
  /** It does not lead the partition any more, and has forgotten the groups of it. */
  CoordinatorResigned: { readonly partition: PartitionId; readonly broker: number; readonly groups: readonly string[] };
  /** Offsets of a group are in __consumer_offsets below the high watermark: from here on whoever asks is told them. One for each partition. */
  OffsetsCommitted: {
    readonly group: string;
    readonly partitions: readonly PartitionId[];
    readonly offsets: readonly number[];
  };
  /** What a group had committed there is forgotten: offsets.retention.minutes are over, or the group or the topic was deleted. */
  OffsetsForgotten: {
    readonly group: string;
    readonly partitions: readonly PartitionId[];
    readonly why: 'expired' | 'deleted' | 'topicDeleted';
  };
}

export const coordinatorInterest: { readonly [T in keyof CoordinatorEntries]: Interest } = {
  CoordinatorLoading: 'detail',
  CoordinatorLoaded: 'detail',
  CoordinatorResigned: 'detail',
  OffsetsCommitted: 'detail',
  OffsetsForgotten: 'beat',
};
