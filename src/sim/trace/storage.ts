import type { ErrorCode } from '../protocol/errors.ts';
import type { PartitionId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that brokers write about the segments of their logs. `broker` is the broker id. Offset ranges are [from, to). */
export interface StorageEntries {
  /** A segment [from, to) takes no more records; the next begins at `to`. */
  SegmentRolled: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly sizeInBytes: number;
  };
  /** Old segments went, and with them the offsets [from, to). */
  SegmentsDeleted: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly segments: number;
    readonly reason: 'log start' | 'size' | 'time';
  };
  /** Records below cannot be read any more: somebody deleted them, or the leader has told so. */
  LogStartOffsetMoved: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly why: 'DeleteRecords' | 'leader';
  };
  DeleteRecordsRefused: { readonly partition: PartitionId; readonly broker: number; readonly error: ErrorCode };
  /** The cleaner begins with a log; [from, to) is the part that it has not seen yet. */
  CleaningStarted: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly dirtyPercent: number;
  };
  /** One step of the cleaner: what was [from, to) is one segment without the records that have a later one of their key. */
  SegmentCleaned: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly removed: number;
  };
  /** The cleaner is done with a log, up to `to`. */
  LogCleaned: {
    readonly partition: PartitionId;
    readonly broker: number;
    readonly to: number;
    readonly removed: number;
    readonly bytesBefore: number;
    readonly bytesAfter: number;
  };
}

export const storageInterest: { readonly [T in keyof StorageEntries]: Interest } = {
  SegmentRolled: 'detail',
  SegmentsDeleted: 'beat',
  LogStartOffsetMoved: 'detail',
  DeleteRecordsRefused: 'detail',
  CleaningStarted: 'detail',
  SegmentCleaned: 'detail',
  LogCleaned: 'beat',
};
