import { NEVER } from '../mutable.ts';
import { wakeAt } from '../network/work.ts';
import { fail } from './acknowledge.ts';
import { regroup } from './destinations.ts';
import { markUnresolved } from './idempotence.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { queueAt, type ProducerWork } from './work.ts';

/**
 * Gives up batches older than delivery.timeout.ms, waiting or in flight, oldest first (KIP-91). What was sent once may be in the
 * log all the same: an answer that still comes is ignored, and an idempotent producer has to find out about the gap.
 */
export function expireBatches(work: ProducerWork): void {
  const { state, turn } = work;
  if (state.expiryCheck > turn.now) return;
  state.expiryCheck = NEVER;
  const limit = turn.now - state.settings.deliveryTimeout;
  let expired = false;
  let oldest = NEVER;
  for (let i = 0; i < state.accumulators.length; i++) {
    const { partition } = state.accumulators[i] as PartitionQueue;
    while (expireFirst(work, partition, limit)) expired = true;
    const { inFlight, queue } = queueAt(work, partition) as PartitionQueue;
    for (const batch of inFlight) oldest = Math.min(oldest, batch.createdAt);
    for (const batch of queue) oldest = Math.min(oldest, batch.createdAt);
  }
  if (expired) regroup(work);
  if (oldest === NEVER) return;
  state.expiryCheck = oldest + state.settings.deliveryTimeout;
  wakeAt(turn, state.expiryCheck);
}

/** @returns false when this partition has no batch of that age */
function expireFirst(work: ProducerWork, partition: number, limit: number): boolean {
  const queue = queueAt(work, partition) as PartitionQueue;
  const isOld = (batch: ProducerBatch): boolean => batch.createdAt <= limit;
  const flying = queue.inFlight.find(isOld);
  const waiting = flying === undefined ? queue.queue.find(isOld) : undefined;
  const batch = flying ?? waiting;
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
