import { checkpointLogStart, flush, isLogStartSafe } from '../../log/crash.ts';
import { checkpointHighWatermark } from '../../log/high-watermark.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { Turn } from '../../turn.ts';
import type { BrokerDraft } from '../draft.ts';
import { withLog } from '../replica.ts';
import type { BrokerState } from '../state.ts';
import { FLUSH_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT } from '../timer-slots.ts';
import { nextRun } from './state.ts';

/*
 * What a broker writes to the disk besides records, each at its interval, but only when there is something to write: a broker
 * whose logs are idle has no timer for it.
 */

/** Does a log have a mark that the disk does not know? */
export function isDirty(log: ReplicaLog): boolean {
  return (
    log.highWatermark !== log.checkpointedHighWatermark ||
    log.flushedOffset !== log.logEndOffset ||
    !isLogStartSafe(log)
  );
}

/** Plans the next checkpoints and the next flush for a log that has changed, unless they are planned. Asked at every change. */
export function planCheckpoints(turn: Turn, broker: BrokerState, log: ReplicaLog): void {
  if (broker.storage.startedAt < 0) return;
  if (log.highWatermark !== log.checkpointedHighWatermark && turn.deadline(HIGH_WATERMARK_CHECKPOINT) === null) {
    const { checkpointsFrom, startedAt } = broker.storage;
    const from = checkpointsFrom < 0 ? startedAt : checkpointsFrom;
    const interval = broker.config.highWatermarkCheckpointInterval;
    turn.setTimer(HIGH_WATERMARK_CHECKPOINT, nextRun(from, interval, turn.now, turn.now));
  }
  if (turn.deadline(FLUSH_CHECKPOINT) !== null) return;
  if (log.flushedOffset === log.logEndOffset && isLogStartSafe(log)) return;
  const { startedAt } = broker.storage;
  turn.setTimer(FLUSH_CHECKPOINT, nextRun(startedAt, broker.config.flushCheckpointInterval, turn.now, turn.now));
}

/** High watermarks are checkpointed from the first LeaderAndIsr on (ReplicaManager.startHighWatermarkCheckPointThread). */
export function startCheckpoints(d: BrokerDraft): void {
  const { storage } = d.base;
  if (storage.checkpointsFrom < 0) d.set({ storage: { ...storage, checkpointsFrom: d.turn.now } });
}

/** Writes every high watermark to the disk: a replica that starts again begins there (highwatermark-checkpoint). */
export function checkpointHighWatermarks(d: BrokerDraft): void {
  let changed = false;
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null) continue;
    const log = checkpointHighWatermark(replica.log);
    if (log === replica.log) continue;
    d.setReplica(withLog(replica, log));
    changed = true;
  }
  if (changed) d.turn.emit('HighWatermarksCheckpointed', { broker: d.base.brokerId });
}

/**
 * Brings logs to the disk, and log start offsets that records were deleted up to. Kafka itself flushes when a segment is full and
 * when it stops cleanly; between, it leaves it to the operating system, which here writes back at the interval at which Kafka
 * checkpoints its recovery points (log.flush.offset.checkpoint.interval.ms; log start offsets go with them).
 */
export function flushLogs(d: BrokerDraft): void {
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null) continue;
    const log = flush(checkpointLogStart(replica.log));
    if (log === replica.log) continue;
    d.setReplica(withLog(replica, log));
    if (log.flushedOffset !== replica.log.flushedOffset)
      d.turn.emit('LogFlushed', { partition: id, broker: d.base.brokerId, to: log.flushedOffset });
  }
}
