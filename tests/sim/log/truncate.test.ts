import { expect, test } from 'vitest';

import { setHighWatermark } from '../../../src/sim/log/high-watermark.ts';
import { truncateFullyAndStartAt, truncateTo } from '../../../src/sim/log/truncate.ts';
import { flush } from '../../../src/sim/log/crash.ts';
import { batchOf } from './batches.ts';
import { appended, logOf } from './logs.ts';

test('a log cut at a batch ends there', () => {
  const log = truncateTo(logOf(3, 2, 4), 5);
  expect([log.logEndOffset, log.batches.length]).toEqual([5, 2]);
  expect(log.sizeInBytes).toBe(logOf(3, 2).sizeInBytes);
});

test('a batch that the cut falls into goes as a whole, and the log still ends at the cut', () => {
  const log = truncateTo(logOf(3, 2, 4), 7);
  expect([log.logEndOffset, log.batches.length]).toEqual([7, 2]);
});

test('a cut at or beyond the end changes nothing', () => {
  const log = logOf(3);
  expect(truncateTo(log, 3)).toBe(log);
  expect(truncateTo(log, 30)).toBe(log);
});

test('a cut at the end still removes the entry of an epoch in which nothing was written', () => {
  const log = {
    ...logOf(3),
    epochs: [
      { epoch: 0, startOffset: 0 },
      { epoch: 7, startOffset: 3 },
    ],
  };
  expect(truncateTo(log, 3).epochs).toEqual([{ epoch: 0, startOffset: 0 }]);
});

test('the high watermark and the flushed offset come down with the end of the log', () => {
  const log = truncateTo(flush(setHighWatermark(logOf(3, 2, 4), 9)), 3);
  expect([log.highWatermark, log.flushedOffset]).toEqual([3, 3]);
  const higher = truncateTo(flush(setHighWatermark(logOf(3, 2, 4), 2)), 3);
  expect(higher.highWatermark).toBe(2);
});

test('a cut log forgets the epochs that began in what was cut', () => {
  const log = appended(appended(logOf(3), batchOf(2), 1), batchOf(1), 2);
  expect(truncateTo(log, 5).epochs.map((entry) => entry.epoch)).toEqual([0, 1]);
});

test('a cut log remembers of producers only what is left of their batches', () => {
  const first = batchOf(2, { producerId: 9, producerEpoch: 0, baseSequence: 0 });
  const second = batchOf(2, { producerId: 9, producerEpoch: 0, baseSequence: 2 });
  const log = appended(appended(logOf(), first), second);
  expect(truncateTo(log, 2).producers[0]?.batches.map((batch) => batch.lastSequence)).toEqual([1]);
  expect(truncateTo(log, 0).producers).toEqual([]);
});

test('a log dropped as a whole goes on from the new offset', () => {
  const log = truncateFullyAndStartAt(setHighWatermark(logOf(3, 2), 5), 40);
  expect(log).toMatchObject({ logStartOffset: 40, logEndOffset: 40, highWatermark: 40, epochs: [], sizeInBytes: 0 });
});
