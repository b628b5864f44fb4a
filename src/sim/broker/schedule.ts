import { flush } from '../log/crash.ts';
import { checkpointHighWatermark } from '../log/high-watermark.ts';
import type { BrokerDraft } from './draft.ts';
import { maybeShrinkIsr } from './isr.ts';
import { withLog } from './replica.ts';
import { FLUSH_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, ISR_EXPIRATION } from './timer-slots.ts';

/** What a running broker does at fixed intervals (KafkaScheduler). */
export function startSchedule(d: BrokerDraft): void {
  expireIsr(d);
  d.turn.setTimer(FLUSH_CHECKPOINT, d.turn.now + d.base.config.flushCheckpointInterval);
}

/** High watermarks are checkpointed from the first LeaderAndIsr on (ReplicaManager.startHighWatermarkCheckPointThread). */
export function startCheckpoints(d: BrokerDraft): void {
  if (d.turn.deadline(HIGH_WATERMARK_CHECKPOINT) === null) d.turn.setTimer(HIGH_WATERMARK_CHECKPOINT, d.turn.now);
}

/** Looks for followers that lag, twice in each replica.lag.time.max.ms: so one is dropped after 1 to 1.5 times that (isr-expiration). */
export function expireIsr(d: BrokerDraft): void {
  const { turn } = d;
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null || replica.role !== 'leader') continue;
    const next = maybeShrinkIsr(d, replica, turn.cause);
    if (next !== replica) d.setReplica(next);
  }
  turn.setTimer(ISR_EXPIRATION, turn.now + Math.max(1, Math.floor(d.base.config.replicaLagTimeMax / 2)));
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
 * Brings logs to the disk. Kafka itself flushes when a segment is full and when it stops cleanly; between, it leaves it to the
 * operating system, which here writes back at the interval at which Kafka checkpoints its recovery points.
 */
export function flushLogs(d: BrokerDraft): void {
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null) continue;
    const log = flush(replica.log);
    if (log === replica.log) continue;
    d.setReplica(withLog(replica, log));
    d.turn.emit('LogFlushed', { partition: id, broker: d.base.brokerId, to: log.flushedOffset });
  }
}

/** One of the above is due. */
export function scheduled(d: BrokerDraft, slot: number): void {
  const { turn } = d;
  const { config } = d.base;
  switch (slot) {
    case ISR_EXPIRATION:
      expireIsr(d);
      break;
    case HIGH_WATERMARK_CHECKPOINT:
      checkpointHighWatermarks(d);
      turn.setTimer(slot, turn.now + config.highWatermarkCheckpointInterval);
      break;
    case FLUSH_CHECKPOINT:
      flushLogs(d);
      turn.setTimer(slot, turn.now + config.flushCheckpointInterval);
      break;
    default:
      break;
  }
}
