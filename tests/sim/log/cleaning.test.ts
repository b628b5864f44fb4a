import { describe, expect, it } from 'vitest';

import { vecToArray } from '../../../src/lib/vec.ts';
import { appendAsFollower, appendAsLeader } from '../../../src/sim/log/append.ts';
import {
  beginPass,
  cleanable,
  cleaningDue,
  cleanNext,
  isFilthy,
  isPassOver,
  nextSegmentOf,
  type CompactionLimits,
} from '../../../src/sim/log/cleaning.ts';
import { setHighWatermark } from '../../../src/sim/log/high-watermark.ts';
import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import { NO_LIMITS } from '../../../src/sim/log/segment.ts';
import { allSegments, batchesOfSegment, segmentOver } from '../../../src/sim/log/segments.ts';
import { truncateTo } from '../../../src/sim/log/truncate.ts';
import type { KafkaRecord, RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { newBatch } from './batches.ts';

const LIMITS: CompactionLimits = {
  minCleanableDirtyRatio: 500_000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  deleteRetentionMs: 100,
  segmentBytes: 1,
};

/** A batch of keyed records: `a1` is value 1 of key a, `a-` its tombstone. */
function keyed(words: string, changes: Partial<RecordBatch> = {}): RecordBatch {
  const records: readonly KafkaRecord[] = words.split(' ').map((word, at) => ({
    key: word.charAt(0),
    value: word.charAt(1) === '-' ? null : word.slice(1),
    headers: [{ key: 'h', value: word }],
    timestamp: 1000 + at,
  }));
  return newBatch(['v'], {
    records,
    lastOffset: records.length - 1,
    sizeInBytes: recordBatchSize(records),
    maxTimestamp: 999 + records.length,
    ...changes,
  });
}

/** A log with these batches, each a segment; all committed. */
function logOf(...batches: readonly (string | RecordBatch)[]): ReplicaLog {
  const limits = { ...NO_LIMITS, indexEntries: 0 };
  let log = emptyLog();
  for (const each of batches) {
    const batch = typeof each === 'string' ? keyed(each) : each;
    const written = appendAsLeader(log, batch, 0, NO_LIMITS.segmentBytes, limits, 5);
    if (written.outcome === 'appended') ({ log } = written);
  }
  return setHighWatermark(log, log.logEndOffset);
}

function clean(log: ReplicaLog, nowMs: number, limits: CompactionLimits = LIMITS, horizonInBatch = true): ReplicaLog {
  let pass = beginPass(log, cleanable(log, limits, nowMs), limits, nowMs, horizonInBatch);
  let next = log;
  while (!isPassOver(pass)) ({ log: next, pass } = cleanNext(next, pass, limits.segmentBytes));
  return { ...next, cleanedUpTo: pass.firstUncleanable };
}

const words = (log: ReplicaLog): string[] =>
  vecToArray(log.batches).map((batch) =>
    batch.records
      .map(({ key, value }, at) => `${batch.offsets?.[at] ?? batch.baseOffset + at}${key ?? ''}${value ?? '-'}`)
      .join(' '),
  );

describe('a batch of several records', () => {
  it('keeps its offsets, its last offset and its sequence when some of them go; headers stay', () => {
    const log = clean(
      logOf(keyed('a1 b1 c1', { producerId: 4, producerEpoch: 0, baseSequence: 0 }), 'a2 c2', 'z1'),
      50,
    );
    expect(words(log)).toEqual(['1b1', '3a2 4c2', '5z1']);
    const [first] = vecToArray(log.batches);
    expect(first).toMatchObject({ baseOffset: 0, lastOffset: 2, baseSequence: 0, offsets: [1] });
    expect(first?.records[0]?.headers).toEqual([{ key: 'h', value: 'b1' }]);
    expect(log.logEndOffset).toBe(6);
  });

  it('that nothing is taken from stays the very same object', () => {
    const before = logOf('a1 b1', 'c1', 'z1');
    expect(vecToArray(clean(before, 50).batches)[0]).toBe(vecToArray(before.batches)[0]);
  });

  it('is as large as the records that are left; segments and the log count anew', () => {
    const log = clean(logOf('a1 b1 c1', 'a2 c2', 'z1'), 50);
    const [first] = vecToArray(log.batches);
    expect(first?.sizeInBytes).toBe(recordBatchSize(first?.records ?? []));
    const sizes = allSegments(log).map((segment, at) => {
      const batches = batchesOfSegment(log, at);
      expect(segment.sizeInBytes).toBe(segmentOver(0, batches, 0).sizeInBytes);
      return segment.sizeInBytes;
    });
    expect(log.sizeInBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });
});

describe('a tombstone', () => {
  const start = logOf('a1', 'a-', 'b1', 'z1');

  it('gets its horizon from the first pass that sees it, and goes in a later pass at or after it', () => {
    const once = clean(start, 1000);
    expect(vecToArray(once.batches)[0]).toMatchObject({ baseOffset: 1, deleteHorizonMs: 1100 });
    const more = (log: ReplicaLog): ReplicaLog =>
      setHighWatermark(
        appendAsFollower(
          log,
          keyed('y1', { baseOffset: 4, lastOffset: 4, partitionLeaderEpoch: 0 }),
          { ...NO_LIMITS, indexEntries: 0 },
          5,
        ),
        5,
      );
    expect(words(clean(more(once), 1099))[0]).toBe('1a-');
    expect(words(clean(more(once), 1100))[0]).toBe('2b1');
  });

  it('up to 3.0 goes by the age of its segment', () => {
    const once = clean(start, 1000, LIMITS, false);
    expect(vecToArray(once.batches)[0]?.deleteHorizonMs).toBeUndefined();
    expect(words(once)[0]).toBe('1a-');
  });
});

describe('a control batch', () => {
  it('stays, for without transactions nothing tells that it may go', () => {
    const marker = keyed('x1', { control: 'COMMIT', producerId: 3, producerEpoch: 0, baseSequence: -1 });
    const log = clean(logOf('a1', marker, 'a2', 'z1'), 50);
    expect(vecToArray(log.batches).map(({ baseOffset }) => baseOffset)).toEqual([1, 2, 3]);
  });
});

describe('a pass', () => {
  it('cleans a segment a step; small ones become one', () => {
    const log = logOf('a1', 'b1', 'a2', 'b2', 'z1');
    const found = cleanable(log, LIMITS, 50);
    const single = cleanNext(log, beginPass(log, found, LIMITS, 50, true), LIMITS.segmentBytes);
    expect([single.removed, single.pass.next, single.log.segments.length]).toEqual([1, 1, 4]);
    const grouped = cleanNext(log, beginPass(log, found, LIMITS, 50, true), 10_000);
    expect([grouped.removed, grouped.pass.next, grouped.log.segments.length]).toEqual([2, 4, 1]);
    expect(isPassOver(grouped.pass)).toBe(true);
  });

  it('is given up when the log is cut below where it was to end', () => {
    const log = logOf('a1', 'b1', 'a2', 'b2', 'z1');
    const pass = beginPass(log, cleanable(log, LIMITS, 50), LIMITS, 50, true);
    expect(nextSegmentOf(log, pass)?.baseOffset).toBe(0);
    expect(nextSegmentOf(truncateTo(log, 2), pass)).toBeNull();
  });
});

describe('what is dirty enough', () => {
  it('is more than min.cleanable.dirty.ratio of what can be cleaned; exactly as much is not', () => {
    const log: ReplicaLog = { ...logOf('a1', 'b1', 'z1'), cleanedUpTo: 1 };
    const found = cleanable(log, LIMITS, 50);
    expect(found.cleanBytes).toBe(found.cleanableBytes);
    expect(isFilthy(found, LIMITS)).toBe(false);
    expect(isFilthy(found, { ...LIMITS, minCleanableDirtyRatio: 499_999 })).toBe(true);
  });

  it('is anything that waits longer than max.compaction.lag.ms', () => {
    const log: ReplicaLog = { ...logOf('a1', 'b1', 'z1'), cleanedUpTo: 1 };
    const limits = { ...LIMITS, maxCompactionLagMs: 500 };
    expect(isFilthy(cleanable(log, limits, 1500), limits)).toBe(false);
    expect(isFilthy(cleanable(log, limits, 1501), limits)).toBe(true);
    expect(cleaningDue(log, limits, 1200)).toBe(1501);
  });

  it('is nothing in the active segment, however often it says the same', () => {
    expect(cleaningDue(logOf('a1 a2 a3'), LIMITS, 50)).toBeNull();
  });
});
