import type { ControlledShutdownResponse } from '../protocol/cluster.ts';
import { closeSession } from '../zookeeper/client.ts';
import { askController, forget } from './controller-channel.ts';
import type { BrokerDraft } from './draft.ts';
import { shutDownFetchers } from './fetchers.ts';
import { enter } from './lifecycle.ts';
import { checkpointHighWatermarks, flushLogs } from './schedule.ts';
import { newStorage } from './storage/state.ts';
import * as slots from './timer-slots.ts';

/**
 * The process is asked to stop (KafkaServer.shutdown). A running broker first has the controller move its leaderships; one that is
 * still starting ends at once, without a clean stop.
 */
export function stop(d: BrokerDraft): void {
  const { controlledShutdown } = d.base.config;
  switch (d.base.lifecycle.value) {
    case 'STARTING':
    case 'RECOVERY':
      d.turn.exit();
      return;
    case 'RUNNING':
      if (!controlledShutdown.enable || controlledShutdown.maxRetries <= 0) {
        shutDown(d);
        return;
      }
      enter(d, { type: 'controlledShutdown' }, 'the controller to move its leaderships; it stops when that is done');
      d.set({ stopping: { retriesLeft: controlledShutdown.maxRetries } });
      attempt(d);
      return;
    case 'NOT_RUNNING':
    case 'PENDING_CONTROLLED_SHUTDOWN':
    case 'SHUTTING_DOWN':
      return;
  }
}

/** Asks the controller once more; an attempt that finds no controller counts too. */
export function attempt(d: BrokerDraft): void {
  const { stopping, brokerId, brokerEpoch } = d.base;
  if (stopping === null) return;
  d.set({ stopping: { retriesLeft: stopping.retriesLeft - 1 } });
  askController(d, 'shutdown', { type: 'ControlledShutdownRequest', brokerId, brokerEpoch }, d.turn.cause);
}

/** The controller could not be asked, or not all leaderships have moved: again after a while, a few times. */
export function shutdownAttemptFailed(d: BrokerDraft): void {
  const { stopping, config } = d.base;
  forget(d, 'shutdown');
  if (stopping === null) return;
  if (stopping.retriesLeft <= 0) shutDown(d);
  else d.turn.setTimer(slots.SHUTDOWN_RETRY, d.turn.now + config.controlledShutdown.retryBackoff);
}

/** The controller's answer: nothing is left to move, or something is. */
export function shutdownAnswered(d: BrokerDraft, response: ControlledShutdownResponse): void {
  if (response.errorCode !== 'NONE' || response.remainingPartitions.length > 0) shutdownAttemptFailed(d);
  else shutDown(d);
}

/** Timers that end with what they are for. */
const TIMERS = [
  slots.ISR_EXPIRATION,
  slots.HIGH_WATERMARK_CHECKPOINT,
  slots.FLUSH_CHECKPOINT,
  slots.SHUTDOWN_RETRY,
  slots.RETENTION,
  slots.CLEANER,
];

/**
 * Ends what the broker does, brings its logs and marks to the disk, leaves the marker of a clean stop, and ends its session: with
 * it goes its registration. The process ends when ZooKeeper has answered.
 */
function shutDown(d: BrokerDraft): void {
  const { turn } = d;
  enter(d, { type: 'shutDown' }, 'ZooKeeper to end its session');
  d.set({ storage: newStorage });
  for (const slot of TIMERS) turn.clearTimer(slot);
  shutDownFetchers(d);
  for (const { purpose } of d.base.toController) forget(d, purpose);
  checkpointHighWatermarks(d);
  flushLogs(d);
  d.set({ cleanShutdown: true, stopping: null });
  d.hand((state) => closeSession(turn, state));
  sessionClosed(d);
}

/** A stopping broker's session is over: the process ends. */
export function sessionClosed(d: BrokerDraft): void {
  if (d.base.lifecycle.value !== 'SHUTTING_DOWN' || d.base.zk.session.value !== 'CLOSED') return;
  enter(d, { type: 'stopped' });
  d.turn.exit();
}
