import { mayEnd, resignRaft } from '../../kraft/raft/raft.ts';
import { SECOND, type Micros } from '../../time.ts';
import { forget } from '../controller-channel.ts';
import type { BrokerDraft } from '../draft.ts';
import { shutDownFetchers } from '../fetchers.ts';
import { enter } from '../lifecycle.ts';
import { checkpointHighWatermarks, flushLogs } from '../schedule.ts';
import * as slots from '../timer-slots.ts';
import { communicate } from './lifecycle-manager.ts';
import { kraftOf, quorumMoved } from './quorum.ts';

/** How long a broker waits for the controller to let it go (KafkaBroker.shutdown is called with five minutes). */
const CONTROLLED_SHUTDOWN_TIMEOUT: Micros = 300 * SECOND;
/** How long a voter waits for another to lead (KafkaRaftClient.shutdown is called with five seconds). */
const RESIGNATION_TIMEOUT: Micros = 5 * SECOND;

/**
 * The process is asked to stop (BrokerServer.shutdown). A running broker tells the active controller so with its next heartbeat, which
 * it sends at once, and goes when it is told to; one that is still starting ends at once, without a clean stop.
 */
export function stop(d: BrokerDraft): void {
  switch (d.base.lifecycle.value) {
    case 'STARTING':
    case 'RECOVERY':
      d.turn.exit();
      return;
    case 'RUNNING':
      if (!d.base.config.controlledShutdown.enable) {
        shutDown(d);
        return;
      }
      d.turn.cause = enter(
        d,
        { type: 'controlledShutdown' },
        'the active controller to move its leaderships and to let it go',
      );
      d.turn.setTimer(slots.SHUTDOWN_RETRY, d.turn.now + CONTROLLED_SHUTDOWN_TIMEOUT);
      communicate(d);
      return;
    case 'NOT_RUNNING':
    case 'PENDING_CONTROLLED_SHUTDOWN':
    case 'SHUTTING_DOWN':
      return;
  }
}

/**
 * Ends what the broker does, brings its logs and marks to the disk and leaves the marker of a clean stop, with its broker epoch in it.
 * A process that is a voter too then gives up its part in the quorum: the controllers go last, since a broker may need them to stop
 * (KafkaRaftServer.shutdown).
 */
export function shutDown(d: BrokerDraft): void {
  const { turn } = d;
  const { isVoter } = kraftOf(d).raft;
  turn.cause = enter(d, { type: 'shutDown' }, isVoter ? 'another voter to lead the quorum' : null);
  for (const slot of TIMERS) turn.clearTimer(slot);
  shutDownFetchers(d);
  for (const { purpose } of d.base.toController) forget(d, purpose);
  checkpointHighWatermarks(d);
  flushLogs(d);
  d.set({ cleanShutdown: true });
  if (!isVoter) {
    end(d);
    return;
  }
  turn.setTimer(slots.SHUTDOWN_RETRY, turn.now + RESIGNATION_TIMEOUT);
  quorumMoved(d, resignRaft(turn, kraftOf(d).raft));
  endIfQuorumIsLed(d);
}

const TIMERS: readonly number[] = [
  slots.ISR_EXPIRATION,
  slots.HIGH_WATERMARK_CHECKPOINT,
  slots.FLUSH_CHECKPOINT,
  slots.ALTER_PARTITION_RETRY,
  slots.PRODUCER_ID_RETRY,
  slots.COMMUNICATION,
  slots.COMMUNICATION_TIMEOUT,
];

/** A stopping voter may go when another leads, or when there is no other (KafkaRaftClient.GracefulShutdown). */
export function endIfQuorumIsLed(d: BrokerDraft): void {
  const { raft } = kraftOf(d);
  if (d.base.lifecycle.value === 'SHUTTING_DOWN' && mayEnd(raft)) end(d);
}

/** Time is up: for the controller to let the broker go, or for another voter to lead. */
export function shutdownTimedOut(d: BrokerDraft): void {
  if (d.base.lifecycle.value === 'SHUTTING_DOWN') end(d);
  else shutDown(d);
}

function end(d: BrokerDraft): void {
  enter(d, { type: 'stopped' });
  d.turn.exit();
}
