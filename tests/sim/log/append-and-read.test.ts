import { describe, expect, test } from 'vitest';

import { appendAsFollower, appendAsLeader } from '../../../src/sim/log/append.ts';
import { batchIndex, bytesAvailable, offsetOfTimestamp, readBatches } from '../../../src/sim/log/read.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import { batchOf, newBatch } from './batches.ts';
import { appended, logOf } from './logs.ts';

const PLENTY = 1_000_000;
const offsets = (log: ReplicaLog, from: number, end: number, max = PLENTY, minOne = true): readonly number[] =>
  readBatches(log, from, end, max, minOne).batches.map((batch) => batch.baseOffset);

describe('a leader that appends', () => {
  test('gives a batch the next offsets and stamps its leader epoch on it', () => {
    const log = appended(appended(emptyLog(), batchOf(3), 4), batchOf(2), 5);
    expect(log.logEndOffset).toBe(5);
    expect(readBatches(log, 3, 5, PLENTY, true).batches[0]).toMatchObject({
      baseOffset: 3,
      lastOffset: 4,
      partitionLeaderEpoch: 5,
    });
    expect(log.epochs).toEqual([
      { epoch: 4, startOffset: 0 },
      { epoch: 5, startOffset: 3 },
    ]);
  });

  test('refuses a batch larger than max.message.bytes, and exactly that is not too large', () => {
    const batch = newBatch(['hello']);
    expect(appendAsLeader(emptyLog(), batch, 0, 72)).toEqual({ outcome: 'refused', error: 'MESSAGE_TOO_LARGE' });
    expect(appendAsLeader(emptyLog(), batch, 0, 73).outcome).toBe('appended');
  });

  test('moves neither the high watermark nor the flushed offset', () => {
    const log = logOf(3);
    expect([log.highWatermark, log.flushedOffset]).toEqual([0, 0]);
  });
});

describe('a follower that appends', () => {
  test('keeps the very batch of its leader, offsets and epoch included', () => {
    const batch = readBatches(logOf(2), 0, 2, PLENTY, true).batches[0];
    expect(batch).toBeDefined();
    if (batch === undefined) return;
    expect(readBatches(appendAsFollower(emptyLog(), batch), 0, 2, PLENTY, true).batches[0]).toBe(batch);
  });

  test('takes batches with a gap before them, never one that goes back', () => {
    const gap = batchOf(1, { baseOffset: 7, lastOffset: 7, partitionLeaderEpoch: 0 });
    const log = appendAsFollower(logOf(2), gap);
    expect(log.logEndOffset).toBe(8);
    expect(() => appendAsFollower(log, gap)).toThrow('must not begin before the end');
  });
});

describe('a read', () => {
  const log = logOf(3, 2, 4);

  test('begins with the batch that holds the offset, also in the midst of it', () => {
    expect(offsets(log, 0, 9)).toEqual([0, 3, 5]);
    expect(offsets(log, 4, 9)).toEqual([3, 5]);
    expect(offsets(log, 8, 9)).toEqual([5]);
  });

  test('ends below the end that the reader may see', () => {
    expect(offsets(log, 0, 5)).toEqual([0, 3]);
    expect(offsets(log, 5, 5)).toEqual([]);
    expect(offsets(log, 7, 5)).toEqual([]);
  });

  test('takes as many whole batches as fit', () => {
    const first = readBatches(log, 0, 3, PLENTY, true).sizeInBytes;
    const two = readBatches(log, 0, 5, PLENTY, true).sizeInBytes;
    expect(offsets(log, 0, 9, two)).toEqual([0, 3]);
    expect(offsets(log, 0, 9, two - 1)).toEqual([0]);
    expect(offsets(log, 0, 9, first - 1)).toEqual([0]);
  });

  test('takes the first batch even if it is too large, unless something was read before it', () => {
    expect(offsets(log, 0, 9, 1, true)).toEqual([0]);
    expect(offsets(log, 0, 9, 1, false)).toEqual([]);
  });

  test('leaps over a gap that compaction left', () => {
    const gap = batchOf(1, { baseOffset: 20, lastOffset: 20, partitionLeaderEpoch: 0 });
    const gapped = appendAsFollower(log, gap);
    expect(batchIndex(gapped, 12)).toBe(3);
    expect(offsets(gapped, 12, 21)).toEqual([20]);
  });

  test('finds each offset in a long log by its batch', () => {
    const long = logOf(...Array.from({ length: 200 }, (_, i) => 1 + (i % 3)));
    for (let offset = 0; offset < long.logEndOffset; offset++) {
      const batch = readBatches(long, offset, long.logEndOffset, 1, true).batches[0];
      expect(batch !== undefined && batch.baseOffset <= offset && offset <= batch.lastOffset).toBe(true);
    }
  });

  test('bytes that wait are counted no further than is enough', () => {
    const all = readBatches(log, 0, 9, PLENTY, true).sizeInBytes;
    expect(bytesAvailable(log, 0, 9, PLENTY)).toBe(all);
    expect(bytesAvailable(log, 0, 9, 1)).toBe(readBatches(log, 0, 3, PLENTY, true).sizeInBytes);
    expect(bytesAvailable(log, 9, 9, 1)).toBe(0);
  });
});

test('a time is found at the first record that is not before it', () => {
  const log = appended(logOf(2), batchOf(3));
  expect(offsetOfTimestamp(log, 1001)).toMatchObject({ offset: 1, timestamp: 1001 });
  expect(offsetOfTimestamp(log, 1002)).toMatchObject({ offset: 4, timestamp: 1002 });
  expect(offsetOfTimestamp(log, 1003)).toBeNull();
});
