import type { BrokerDraft } from './draft.ts';
import { maybeShrinkIsr } from './isr.ts';
import { checkpointHighWatermarks, flushLogs, planCheckpoints } from './storage/checkpoints.ts';
import { planCleaner, runCleaner } from './storage/cleaner.ts';
import { checkRetention, planRetention } from './storage/retention.ts';
import { CLEANER, FLUSH_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, ISR_EXPIRATION, RETENTION } from './timer-slots.ts';

export { checkpointHighWatermarks, flushLogs, startCheckpoints } from './storage/checkpoints.ts';

/** What a running broker does by the clock (KafkaScheduler); what storage does is planned only where something is due. */
export function startSchedule(d: BrokerDraft): void {
  expireIsr(d);
  const { now } = d.turn;
  d.set({ storage: { ...d.base.storage, startedAt: now, lookedAt: now } });
  planStorage(d);
}

/** Plans what the logs need: after a start they are as the last process left them, after a change of settings they may need more. */
export function planStorage(d: BrokerDraft): void {
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null) continue;
    planCheckpoints(d.turn, d.base, replica.log);
    planRetention(d, replica, replica.log);
    planCleaner(d, replica, replica.log);
  }
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

/** One of the above is due. */
export function scheduled(d: BrokerDraft, slot: number): void {
  switch (slot) {
    case ISR_EXPIRATION:
      return expireIsr(d);
    case HIGH_WATERMARK_CHECKPOINT:
      return checkpointHighWatermarks(d);
    case FLUSH_CHECKPOINT:
      return flushLogs(d);
    case RETENTION:
      return checkRetention(d);
    case CLEANER:
      return runCleaner(d);
    default:
      return;
  }
}
