import type { CrashKind } from '../intervention.ts';
import { setHighWatermark } from './high-watermark.ts';
import { truncateEpochsFromEnd, truncateEpochsFromStart } from './leader-epoch-cache.ts';
import { emptyLog, type ReplicaLog } from './replica-log.ts';
import { firstBaseOffset } from './segments.ts';
import { rebuildProducers, truncateTo } from './truncate.ts';

/**
 * What is on the disk after the end of a process, as its next start will load it (LogLoader).
 * `process` and `clean`: all that was written, for the operating system has it; `power`: only what was flushed; `disk`: nothing.
 * The high watermark in memory is gone: the last checkpoint counts, within what is left of the log.
 */
export function afterCrash(log: ReplicaLog, kind: CrashKind | 'clean'): ReplicaLog {
  if (kind === 'disk') return emptyLog();
  const left = kind === 'power' ? truncateTo(log, log.flushedOffset) : log;
  // An epoch that was begun but never written in is not found in the log again.
  const epochs = truncateEpochsFromStart(truncateEpochsFromEnd(left.epochs, left.logEndOffset), left.logStartOffset);
  const producers = left.producers.length === 0 ? left.producers : rebuildProducers(left);
  // Deleted records come back where only memory knew that they were deleted, until their segment is gone.
  const start = Math.min(Math.max(firstBaseOffset(left), left.checkpointedLogStart), left.logStartOffset);
  const same = epochs === left.epochs && producers === left.producers && start === left.logStartOffset;
  const loaded = same ? left : { ...left, epochs, producers, logStartOffset: start };
  return setHighWatermark(loaded, loaded.checkpointedHighWatermark);
}

/** Everything written is now on the disk: it survives a loss of power (UnifiedLog.flush). */
export function flush(log: ReplicaLog): ReplicaLog {
  return log.flushedOffset === log.logEndOffset ? log : { ...log, flushedOffset: log.logEndOffset };
}

/** Writes the log start offset to log-start-offset-checkpoint (LogManager.checkpointLogStartOffsets). */
export function checkpointLogStart(log: ReplicaLog): ReplicaLog {
  return isLogStartSafe(log) ? log : { ...log, checkpointedLogStart: log.logStartOffset };
}

/** Would a restart find the log start offset again? Where a segment begins there the segments themselves tell. */
export function isLogStartSafe(log: ReplicaLog): boolean {
  return log.logStartOffset <= firstBaseOffset(log) || log.checkpointedLogStart === log.logStartOffset;
}
