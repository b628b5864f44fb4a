import { assert } from '../../lib/assert.ts';
import { withHighWatermark, type ReplicaLog } from './replica-log.ts';

/**
 * Raises a leader's high watermark; it never falls while a replica leads (UnifiedLog.maybeIncrementHighWatermark).
 * @returns the same log when it does not rise
 */
export function raiseHighWatermark(log: ReplicaLog, to: number): ReplicaLog {
  assert(to <= log.logEndOffset, 'a high watermark must not pass the end of the log');
  return to > log.highWatermark ? withHighWatermark(log, to) : log;
}

/**
 * Takes a high watermark from elsewhere (a follower's from its leader, a restarted replica's from the checkpoint), within the
 * bounds of the log: it may fall (UnifiedLog.updateHighWatermark).
 * @returns the same log when it does not change
 */
export function setHighWatermark(log: ReplicaLog, to: number): ReplicaLog {
  const bounded = Math.min(Math.max(to, log.logStartOffset), log.logEndOffset);
  return bounded === log.highWatermark ? log : withHighWatermark(log, bounded);
}

/**
 * The last stable offset: what a reader of committed records may read up to (UnifiedLog.lastStableOffset): where the first open
 * transaction begins, if that is below the high watermark; else the high watermark.
 */
export function lastStableOffset(log: ReplicaLog): number {
  let end = log.highWatermark;
  for (const { transactionStart = end } of log.producers) if (transactionStart < end) end = transactionStart;
  return end;
}

/** Writes the high watermark to replication-offset-checkpoint (ReplicaManager.checkpointHighWatermarks). */
export function checkpointHighWatermark(log: ReplicaLog): ReplicaLog {
  if (log.checkpointedHighWatermark === log.highWatermark) return log;
  return { ...log, checkpointedHighWatermark: log.highWatermark };
}
