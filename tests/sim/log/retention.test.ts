import { describe, expect, it } from 'vitest';

import { appendAsFollower } from '../../../src/sim/log/append.ts';
import { setHighWatermark } from '../../../src/sim/log/high-watermark.ts';
import { readBatches } from '../../../src/sim/log/read.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import {
  deleteOldSegments,
  deletionOrder,
  incrementLogStart,
  retentionDue,
  type RetentionLimits,
} from '../../../src/sim/log/retention.ts';
import { NO_LIMITS } from '../../../src/sim/log/segment.ts';
import { allSegments } from '../../../src/sim/log/segments.ts';
import type { Era } from '../../../src/sim/world.ts';
import { batchOf } from './batches.ts';

const ORDER = deletionOrder('3.9');

const KEEP: RetentionLimits = { retentionMs: null, retentionBytes: null, deletes: true };

/** A log with a segment of one record and 100 bytes for each of these times; all committed. */
function logOf(...times: readonly number[]): ReplicaLog {
  const log = times.reduce(
    (before, maxTimestamp, baseOffset) =>
      appendAsFollower(
        before,
        batchOf(1, { baseOffset, lastOffset: baseOffset, maxTimestamp, sizeInBytes: 100, partitionLeaderEpoch: 0 }),
        { ...NO_LIMITS, indexEntries: 0 },
        maxTimestamp,
      ),
    emptyLog(),
  );
  return setHighWatermark(log, log.logEndOffset);
}

const startAfter = (log: ReplicaLog, limits: Partial<RetentionLimits>, nowMs: number): number =>
  deleteOldSegments(log, { ...KEEP, ...limits }, nowMs, ORDER).log.logStartOffset;

describe('retention by time', () => {
  it('takes a segment that is older than retention.ms, not one that is just as old', () => {
    expect(startAfter(logOf(100, 200, 300), { retentionMs: 1000 }, 1100)).toBe(0);
    expect(startAfter(logOf(100, 200, 300), { retentionMs: 1000 }, 1101)).toBe(1);
  });

  it('is due a millisecond after the oldest segment is just as old, however young the others are', () => {
    const limits = { ...KEEP, retentionMs: 1000 };
    expect(retentionDue(logOf(100, 200, 300), limits, 500)).toBe(1101);
    expect(retentionDue(logOf(100, 200, 300), limits, 5000)).toBe(5000);
    expect(retentionDue(emptyLog(), limits, 5000)).toBeNull();
    expect(retentionDue(logOf(100), KEEP, 5000)).toBeNull();
  });
});

describe('retention by size', () => {
  it('takes segments as long as what is left is not below retention.bytes', () => {
    expect(startAfter(logOf(1, 2, 3), { retentionBytes: 201 }, 9)).toBe(0);
    expect(startAfter(logOf(1, 2, 3), { retentionBytes: 200 }, 9)).toBe(1);
    expect(startAfter(logOf(1, 2, 3), { retentionBytes: 0 }, 9)).toBe(3);
  });

  it('is due at once when there is too much, and never before', () => {
    expect(retentionDue(logOf(1, 2, 3), { ...KEEP, retentionBytes: 200 }, 9)).toBe(9);
    expect(retentionDue(logOf(1, 2, 3), { ...KEEP, retentionBytes: 201 }, 9)).toBeNull();
  });
});

describe('a log that lost its oldest segments', () => {
  it('counts what is left, and forgets the epochs before it', () => {
    const { log, deletions } = deleteOldSegments(logOf(1, 2, 3, 900), { ...KEEP, retentionMs: 100 }, 950, ORDER);
    expect(log).toMatchObject({ logStartOffset: 3, logEndOffset: 4, sizeInBytes: 100 });
    expect(log.epochs).toEqual([{ epoch: 0, startOffset: 3 }]);
    expect(deletions).toEqual([{ reason: 'time', segments: 3, from: 0, to: 3 }]);
    expect(readBatches(log, 3, 4, 1000, true).batches[0]?.baseOffset).toBe(3);
  });

  it('lets go of their batches once they are more than those that are left', () => {
    const few = deleteOldSegments(logOf(1, 900, 900, 900), { ...KEEP, retentionMs: 100 }, 950, ORDER).log;
    expect([few.first, few.batches.length]).toEqual([1, 4]);
    const many = deleteOldSegments(logOf(1, 2, 3, 900), { ...KEEP, retentionMs: 100 }, 950, ORDER).log;
    expect([many.first, many.batches.length]).toEqual([0, 1]);
  });

  it('stays as it is, the same object, when nothing may go', () => {
    const log = logOf(1, 2);
    expect(deleteOldSegments(log, KEEP, 1_000_000, ORDER).log).toBe(log);
    expect(deleteOldSegments(log, { ...KEEP, deletes: false, retentionMs: 1 }, 1_000_000, ORDER).log).toBe(log);
  });
});

describe('a log start offset that was moved up', () => {
  it('takes with it the segments that lie below as a whole, whatever the policy', () => {
    const moved = incrementLogStart(logOf(1, 2, 3), 2);
    const { log, deletions } = deleteOldSegments(moved, { ...KEEP, deletes: false }, 9, ORDER);
    expect(allSegments(log).map(({ baseOffset }) => baseOffset)).toEqual([2]);
    expect(deletions.map(({ reason }) => reason)).toEqual(['log start']);
    expect(incrementLogStart(moved, 1)).toBe(moved);
  });
});

describe('a segment that is too old and too much', () => {
  const reasons = (era: Era): unknown => {
    const limits = { ...KEEP, retentionMs: 100, retentionBytes: 200 };
    const moved = incrementLogStart(logOf(1, 2, 3, 900), 1);
    const { log, deletions } = deleteOldSegments(moved, limits, 950, deletionOrder(era));
    return [log.logStartOffset, deletions.map(({ reason, from, to }) => [reason, from, to])];
  };

  it('goes for its age at 2.8, which is looked at first', () => {
    expect(reasons('2.8')).toEqual([3, [['time', 0, 3]]]);
  });

  it('goes later for where the log starts, then for the size, then for its age', () => {
    const order = [
      ['log start', 0, 1],
      ['size', 1, 2],
      ['time', 2, 3],
    ];
    expect(reasons('3.9')).toEqual([3, order]);
    expect(reasons('4.0')).toEqual([3, order]);
  });
});
