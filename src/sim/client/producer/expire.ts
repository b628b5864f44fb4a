import { NEVER } from '../mutable.ts';
import { wakeAt } from '../network/work.ts';
import { fail } from './acknowledge.ts';
import { givenUpAt } from './deadline.ts';
import { regroup } from './destinations.ts';
import { isMuted } from './drain.ts';
import { markUnresolved } from './idempotence.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { queueAt, type ProducerWork } from './work.ts';

/**
 * Gives up batches older than delivery.timeout.ms, waiting or in flight, oldest first (KIP-91). What was sent once may be in the
 * log all the same: an answer that still comes is ignored, and an idempotent producer has to find out about the gap. A client without
 * that setting gives up what waits in its queue: see {@link givenUpAt}.
 */
export function expireBatches(work: ProducerWork): void {
  const { state, turn } = work;
  if (state.expiryCheck > turn.now) return;
  const { settings } = state;
  let expired = false;
  let oldest = NEVER;
  for (let i = 0; i < state.accumulators.length; i++) {
    const { partition } = state.accumulators[i] as PartitionQueue;
    while (expireFirst(work, partition)) expired = true;
    const queue = queueAt(work, partition) as PartitionQueue;
    for (const batch of queue.inFlight) oldest = Math.min(oldest, givenUpAt(settings, batch, true));
    for (const batch of waiting(work, queue)) oldest = Math.min(oldest, givenUpAt(settings, batch, false));
  }
  state.expiryCheck = oldest;
  if (expired) regroup(work);
  if (oldest < NEVER) wakeAt(turn, oldest);
}

/** @returns false when this partition has no batch that is out of time */
function expireFirst(work: ProducerWork, partition: number): boolean {
  const queue = queueAt(work, partition) as PartitionQueue;
  const batch = outOfTime(work, queue);
  if (batch === undefined) return false;
  const rest = {
    ...queue,
    inFlight: queue.inFlight.filter((other) => other !== batch),
    queue: queue.queue.filter((other) => other !== batch),
  };
  fail(
    work,
    work.state.settings.idempotence && batch.retried ? markUnresolved(rest, batch) : rest,
    batch,
    'TimeoutException',
  );
  return true;
}

function outOfTime(work: ProducerWork, queue: PartitionQueue): ProducerBatch | undefined {
  const { settings } = work.state;
  const isOver = (batch: ProducerBatch, flying: boolean): boolean =>
    givenUpAt(settings, batch, flying) <= work.turn.now;
  const flying = queue.inFlight.find((batch) => isOver(batch, true));
  return flying ?? waiting(work, queue).find((batch) => isOver(batch, false));
}

/**
 * Waiting batches that may run out of time. kafka-python looks at no batch behind one that has not, and leaves what waits behind a batch in
 * flight alone where one at a time is sent (RecordAccumulator.abort_expired_batches).
 */
function waiting(work: ProducerWork, queue: PartitionQueue): readonly ProducerBatch[] {
  if (!work.state.settings.expiresQueued) return queue.queue;
  return isMuted(work, queue) ? [] : queue.queue.slice(0, 1);
}
