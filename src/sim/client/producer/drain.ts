import type { PartitionId } from '../../world.ts';
import { NEVER } from '../mutable.ts';
import { canSend, isReady } from '../network/connect.ts';
import { leaderOf } from '../network/metadata-update.ts';
import { channelAt, wakeAt } from '../network/work.ts';
import { maySend, withSequence } from './idempotence.ts';
import { sendProduce, type Outgoing } from './send.ts';
import type { Destination, PartitionQueue, ProducerBatch } from './state.ts';
import { queueAt, setDestination, type ProducerWork } from './work.ts';
import { toWire } from './wire.ts';

/*
 * Sender.sendProducerData: which brokers have something that is ready, which of them can take it, and one request for each
 * with the first batch of every partition that the broker leads (RecordAccumulator.ready, drain).
 */

/** Sends whatever is ready to whoever can take it. */
export function drainAll(work: ProducerWork): void {
  const { state, turn } = work;
  for (let peer = 0; peer < state.destinations.length; peer++) {
    while ((state.destinations[peer] as Destination).due <= turn.now && drainOnce(work, peer));
  }
}

/** @returns true when a request went out, so there may be another one */
function drainOnce(work: ProducerWork, peer: number): boolean {
  const { state, net, turn } = work;
  const { pending } = state.destinations[peer] as Destination;
  const nextReady = earliestReady(work, pending);
  if (nextReady > turn.now) {
    wait(work, peer, nextReady);
    return false;
  }
  // Without a producer id, a connection, or room in flight there is nothing to wait for but them: each makes the broker due.
  if (state.settings.idempotence && state.producerId < 0) {
    wait(work, peer, NEVER);
    return false;
  }
  if (!isReady(net, peer)) {
    const channel = channelAt(net, peer);
    wait(work, peer, channel.status === 'disconnected' ? channel.notBefore : NEVER);
    return false;
  }
  if (!canSend(net, peer)) {
    wait(work, peer, NEVER);
    return false;
  }
  const outgoing = collect(work, pending);
  if (outgoing.length === 0) {
    wait(work, peer, nextBackoff(work, pending));
    return false;
  }
  sendProduce(work, peer, outgoing);
  setDestination(work, peer, { pending: rotated(work, pending, outgoing), due: turn.now });
  return true;
}

function wait(work: ProducerWork, peer: number, due: number): void {
  const { pending } = work.state.destinations[peer] as Destination;
  setDestination(work, peer, { pending, due });
  if (due < NEVER) wakeAt(work.turn, due);
}

/** When the first of these partitions has a batch to send (RecordAccumulator.batchReady). */
function earliestReady(work: ProducerWork, pending: readonly PartitionId[]): number {
  const { turn } = work;
  let earliest = NEVER;
  for (const id of pending) {
    const queue = queueAt(work, id) as PartitionQueue;
    if (isMuted(work, queue)) continue;
    const at = readyAt(work, queue);
    if (at < earliest) earliest = at;
    if (earliest <= turn.now) return turn.now;
  }
  return earliest;
}

/** Where everything that is ready waits for an answer, the next batch to be sent again may be what comes first. */
function nextBackoff(work: ProducerWork, pending: readonly PartitionId[]): number {
  let next = NEVER;
  for (const id of pending) {
    const { notBefore } = (queueAt(work, id) as PartitionQueue).queue[0] as ProducerBatch;
    if (notBefore > work.turn.now && notBefore < next) next = notBefore;
  }
  return next;
}

function readyAt(work: ProducerWork, queue: PartitionQueue): number {
  const { state } = work;
  const first = queue.queue[0] as ProducerBatch;
  if (isBackingOff(work, queue, first)) return first.notBefore;
  const full = queue.queue.length > 1 || first.closed || first.sizeInBytes >= first.memory;
  const hurried = full || state.flushing || state.closing || state.reconfigure !== null || isExhausted(work);
  return hurried || first.attempts > 0 ? work.turn.now : first.createdAt + state.settings.linger;
}

/** Someone waits for buffer.memory: batches leave before they are full. */
function isExhausted({ state }: ProducerWork): boolean {
  return (
    (state.programBlocked !== null || state.blocked.length > 0) &&
    state.bufferUsed + state.settings.batchSize > state.settings.bufferMemory
  );
}

/** A partition that sends one batch at a time keeps its order (RecordAccumulator.isMuted). */
export function isMuted({ state }: ProducerWork, { inFlight }: PartitionQueue): boolean {
  return state.settings.oneAtATime && inFlight.length > 0;
}

/** A batch that failed waits for retry.backoff.ms; from 3.7 a new leader ends that wait (KIP-951). */
function isBackingOff(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch): boolean {
  if (batch.notBefore <= work.turn.now) return false;
  const leaderEpoch = leaderOf(work.net, queue.partition)?.leaderEpoch ?? -1;
  return !(work.net.state.settings.leaderDiscovery && leaderEpoch > batch.leaderEpoch && batch.leaderEpoch >= 0);
}

/** The first batch of each partition that may send one, up to max.request.size; lingering ones go along. */
function collect(work: ProducerWork, pending: readonly PartitionId[]): readonly Outgoing[] {
  const { state } = work;
  const outgoing: Outgoing[] = [];
  let size = 0;
  for (const id of pending) {
    const queue = queueAt(work, id) as PartitionQueue;
    const first = queue.queue[0] as ProducerBatch;
    if (isMuted(work, queue) || isBackingOff(work, queue, first)) continue;
    if (outgoing.length > 0 && size + first.sizeInBytes > state.settings.maxRequestSize) break;
    if (!maySend(work, queue, first)) continue;
    size += first.sizeInBytes;
    outgoing.push(prepared(work, queue, first));
  }
  return outgoing;
}

/** A batch about to leave has its final form; one that leaves again keeps it. */
function prepared(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch): Outgoing {
  if (batch.wire !== null) return { queue, batch, wire: batch.wire };
  if (!work.state.settings.idempotence) return { queue, batch, wire: toWire(batch, work.turn.self, -1, -1) };
  const sequenced = withSequence(work, queue, batch);
  return {
    queue: sequenced.queue,
    batch: sequenced.batch,
    wire: sequenced.batch.wire as NonNullable<ProducerBatch['wire']>,
  };
}

/** Partitions that still have something; those that had their turn go to the end, so none starves behind max.request.size. */
function rotated(
  work: ProducerWork,
  pending: readonly PartitionId[],
  outgoing: readonly Outgoing[],
): readonly PartitionId[] {
  const waiting: PartitionId[] = [];
  const served: PartitionId[] = [];
  let next = 0;
  for (const id of pending) {
    // `outgoing` follows the order of `pending`.
    if (outgoing[next]?.queue.partition !== id) {
      waiting.push(id);
      continue;
    }
    next += 1;
    if ((queueAt(work, id) as PartitionQueue).queue.length > 0) served.push(id);
  }
  return served.length === 0 ? waiting : waiting.concat(served);
}
