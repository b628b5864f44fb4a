import { expect, test } from 'vitest';

import { afterCrash, flush } from '../../../src/sim/log/crash.ts';
import { checkpointHighWatermark, raiseHighWatermark, setHighWatermark } from '../../../src/sim/log/high-watermark.ts';
import { emptyLog } from '../../../src/sim/log/replica-log.ts';
import { batchOf } from './batches.ts';
import { appended, logOf } from './logs.ts';

const flushedAt3 = appended(flush(logOf(3)), batchOf(2));

test('a killed process loses nothing that was written: the operating system has it', () => {
  expect(afterCrash(flushedAt3, 'process').logEndOffset).toBe(5);
});

test('a loss of power takes what was not flushed', () => {
  const log = afterCrash(flushedAt3, 'power');
  expect([log.logEndOffset, log.batches.length, log.flushedOffset]).toEqual([3, 1, 3]);
});

test('a lost disk takes everything', () => {
  expect(afterCrash(flushedAt3, 'disk')).toBe(emptyLog());
});

test('a restarted replica begins with the checkpointed high watermark, not the one it had', () => {
  const checkpointed = checkpointHighWatermark(raiseHighWatermark(logOf(3, 2), 3));
  const log = raiseHighWatermark(checkpointed, 5);
  expect(afterCrash(log, 'process').highWatermark).toBe(3);
});

test('a checkpointed high watermark above what power left is brought down to the end', () => {
  const log = checkpointHighWatermark(setHighWatermark(flushedAt3, 5));
  expect(afterCrash(log, 'power').highWatermark).toBe(3);
});

test('an epoch in which nothing was written is not found in the log again', () => {
  const log = {
    ...logOf(3),
    epochs: [
      { epoch: 0, startOffset: 0 },
      { epoch: 1, startOffset: 3 },
    ],
  };
  expect(afterCrash(log, 'process').epochs).toEqual([{ epoch: 0, startOffset: 0 }]);
});

test('a leader never lowers its high watermark; a follower may', () => {
  const log = raiseHighWatermark(logOf(3), 2);
  expect(raiseHighWatermark(log, 1)).toBe(log);
  expect(setHighWatermark(log, 1).highWatermark).toBe(1);
  expect(setHighWatermark(log, 99).highWatermark).toBe(3);
  expect(() => raiseHighWatermark(log, 4)).toThrow('must not pass the end');
});
