import { assert } from '../../../src/lib/assert.ts';
import { appendAsLeader } from '../../../src/sim/log/append.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { batchOf } from './batches.ts';

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** The log after a leader of this epoch wrote a batch. */
export function appended(log: ReplicaLog, batch: RecordBatch, leaderEpoch = 0): ReplicaLog {
  const result = appendAsLeader(log, batch, leaderEpoch, NO_LIMIT);
  assert(result.outcome === 'appended', 'the batch must be written');
  return result.log;
}

/** A log with batches of these numbers of records. */
export function logOf(...counts: readonly number[]): ReplicaLog {
  return counts.reduce((log, count) => appended(log, batchOf(count)), emptyLog());
}

/** A log whose epochs begin at these offsets, one record a batch. */
export function logWithEpochs(
  epochs: readonly { readonly epoch: number; readonly startOffset: number }[],
  logEndOffset: number,
): ReplicaLog {
  let log = emptyLog();
  let at = 0;
  for (let offset = 0; offset < logEndOffset; offset++) {
    while (at + 1 < epochs.length && (epochs[at + 1]?.startOffset ?? Infinity) <= offset) at += 1;
    log = appended(log, batchOf(1), epochs[at]?.epoch ?? 0);
  }
  return log;
}
