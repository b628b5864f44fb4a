import { describe, expect, it } from 'vitest';

import { appendAsFollower } from '../../../src/sim/log/append.ts';
import { afterCrash } from '../../../src/sim/log/crash.ts';
import { readBatches } from '../../../src/sim/log/read.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import { NO_LIMITS, type SegmentLimits } from '../../../src/sim/log/segment.ts';
import { allSegments, batchesOfSegment, roll, segmentEnd, segmentIndex } from '../../../src/sim/log/segments.ts';
import { truncateFullyAndStartAt, truncateTo } from '../../../src/sim/log/truncate.ts';
import { batchOf } from './batches.ts';

const THREE: SegmentLimits = { ...NO_LIMITS, segmentBytes: 300 };

/** A log of batches of one record and 100 bytes, at these offsets. */
function logAt(offsets: readonly number[], limits: SegmentLimits = THREE): ReplicaLog {
  return offsets.reduce(
    (log, baseOffset) =>
      appendAsFollower(
        log,
        batchOf(1, { baseOffset, lastOffset: baseOffset, sizeInBytes: 100, partitionLeaderEpoch: 0 }),
        limits,
        7,
      ),
    emptyLog(),
  );
}

const dense = (count: number): number[] => Array.from({ length: count }, (_, offset) => offset);
const bases = (log: ReplicaLog): number[] => allSegments(log).map(({ baseOffset }) => baseOffset);

describe('segments', () => {
  const log = logAt(dense(8));

  it('know where they begin and how large they are; together they are the log', () => {
    expect(allSegments(log).map(({ baseOffset, sizeInBytes }) => [baseOffset, sizeInBytes])).toEqual([
      [0, 300],
      [3, 300],
      [6, 200],
    ]);
    expect(log.sizeInBytes).toBe(800);
  });

  it('are found by any offset in them', () => {
    expect(dense(9).map((offset) => segmentIndex(log, offset))).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect([0, 1, 2].map((index) => segmentEnd(log, index))).toEqual([3, 6, 8]);
    expect([0, 1, 2].map((index) => batchesOfSegment(log, index).length)).toEqual([3, 3, 2]);
  });

  it('a rolled one is flushed, the active one is not', () => {
    expect(log.flushedOffset).toBe(6);
    expect(afterCrash(log, 'power').logEndOffset).toBe(6);
    expect(afterCrash(log, 'process').logEndOffset).toBe(8);
  });

  it('begin at the offset of their first batch where offsets have gaps', () => {
    const gaps = logAt([0, 4, 9, 30, 31]);
    expect(bases(gaps)).toEqual([0, 30]);
    expect(readBatches(gaps, 10, 32, 1000, true).batches[0]?.baseOffset).toBe(30);
    expect(segmentIndex(gaps, 29)).toBe(0);
  });
});

describe('a log that is cut', () => {
  it('loses the segments beyond the cut and writes on in the one that it falls into', () => {
    const cut = truncateTo(logAt(dense(8)), 4);
    expect(allSegments(cut).map(({ baseOffset, sizeInBytes }) => [baseOffset, sizeInBytes])).toEqual([
      [0, 300],
      [3, 100],
    ]);
    expect(cut.sizeInBytes).toBe(400);
  });

  it('keeps an empty segment where the cut is at its beginning', () => {
    const cut = truncateTo(logAt(dense(8)), 6);
    expect([bases(cut), cut.active.sizeInBytes, cut.active.largestTimestamp]).toEqual([[0, 3, 6], 0, -1]);
  });

  it('is cleaned again from the cut at the latest', () => {
    const cleaned: ReplicaLog = { ...logAt(dense(8)), cleanedUpTo: 6 };
    expect(truncateTo(cleaned, 7).cleanedUpTo).toBe(6);
    expect(truncateTo(cleaned, 4).cleanedUpTo).toBe(3);
    expect(truncateFullyAndStartAt(cleaned, 2).cleanedUpTo).toBe(2);
  });

  it('that begins anew has one empty segment there', () => {
    expect(bases(truncateFullyAndStartAt(logAt(dense(8)), 40))).toEqual([40]);
  });
});

it('a segment that is rolled without records begins where the log ends', () => {
  const log = roll(logAt(dense(2)), 2, 9);
  expect([bases(log), log.flushedOffset]).toEqual([[0, 2], 2]);
  expect(bases(logAt(dense(2)))).toEqual([0]);
});
