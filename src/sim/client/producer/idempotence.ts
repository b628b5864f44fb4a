import type { InitProducerIdResponse } from '../../protocol/client.ts';
import type { Stimulus } from '../../turn.ts';
import { canSend, isReady, sendOn } from '../network/connect.ts';
import { leastLoaded } from '../network/least-loaded.ts';
import { channelAt, wakeAt } from '../network/work.ts';
import { connect } from '../network/connect.ts';
import { makeAllDue } from './destinations.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { setQueue, type ProducerWork } from './work.ts';
import { toWire } from './wire.ts';

/*
 * What TransactionManager does for a producer that is idempotent and not transactional: a producer id from any broker, sequence
 * numbers for each partition, and a new epoch (KIP-360) when a gap in the sequence cannot be closed any more.
 */

const SHORT_MAX = 32767;
const INT_MAX = 2147483647;

/** No batch leaves before the producer has an id (Sender.runOnce): asks for one, of whoever is least loaded. */
export function maintainProducerId(work: ProducerWork): void {
  const { state, net, turn } = work;
  if (!state.settings.idempotence) return;
  if (state.epochBumpNeeded) bumpEpoch(work);
  if (state.producerId >= 0 || state.producerIdAsked) return;
  if (turn.now < state.producerIdNotBefore) {
    wakeAt(turn, state.producerIdNotBefore);
    return;
  }
  const index = leastLoaded(net);
  if (index < 0) return;
  if (canSend(net, index)) {
    sendOn(
      net,
      index,
      {
        type: 'InitProducerIdRequest',
        transactionalId: null,
        transactionTimeoutMs: INT_MAX,
        producerId: -1,
        producerEpoch: -1,
      },
      turn.cause,
    );
    state.producerIdAsked = true;
  } else if (channelAt(net, index).status === 'disconnected') {
    if (index < turn.setup.brokerIds.length) isReady(net, index);
    else connect(net, index);
  }
}

/** The answer to InitProducerId, or its failure; whatever went wrong, it is asked again after retry.backoff.ms. */
export function onProducerId(work: ProducerWork, body: InitProducerIdResponse | null): void {
  const { state, turn } = work;
  state.producerIdAsked = false;
  if (body === null || body.errorCode !== 'NONE') {
    state.producerIdNotBefore = turn.now + state.settings.retryBackoff;
    return;
  }
  state.producerId = body.producerId;
  state.producerEpoch = body.producerEpoch;
  turn.emit('ProducerIdAssigned', { producerId: body.producerId, producerEpoch: body.producerEpoch });
  makeAllDue(work);
}

/** The InitProducerId request was lost with its connection, or the connection that it waited for was not made. */
export function lostProducerIdRequest(
  { state }: ProducerWork,
  stimulus: Extract<Stimulus, { readonly type: 'disconnected' }>,
): boolean {
  if (!state.settings.idempotence || state.producerId >= 0) return false;
  return !state.producerIdAsked || stimulus.inFlight.some(({ body }) => body.type === 'InitProducerIdRequest');
}

/**
 * A batch that leaves for the first time gets the partition's next sequence number; under a new epoch the partition begins at 0,
 * but not before everything sent under the old one is done (maySend).
 */
export function withSequence(
  work: ProducerWork,
  queue: PartitionQueue,
  batch: ProducerBatch,
): { readonly queue: PartitionQueue; readonly batch: ProducerBatch } {
  const { state, turn } = work;
  const fresh = queue.sequenceEpoch !== state.producerEpoch;
  const baseSequence = fresh ? 0 : queue.nextSequence;
  const sequenced = { ...batch, closed: true, baseSequence };
  return {
    queue: {
      ...queue,
      nextSequence: advanced(baseSequence, batch.records.length),
      sequenceEpoch: state.producerEpoch,
      lastAckedSequence: fresh ? -1 : queue.lastAckedSequence,
    },
    batch: { ...sequenced, wire: toWire(sequenced, turn.self, state.producerId, state.producerEpoch) },
  };
}

/** Sequence numbers wrap from 2^31-1 to 0 (DefaultRecordBatch.incrementSequence). */
export function advanced(sequence: number, by: number): number {
  return sequence > INT_MAX - by ? by - (INT_MAX - sequence) - 1 : sequence + by;
}

/**
 * May the first batch of this queue leave (RecordAccumulator.shouldStopDrainBatchesForPartition)? One that is sent again waits
 * until it is the oldest that is not done; a new one waits while an earlier epoch, or a batch that was given up, is not resolved.
 */
export function maySend(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch): boolean {
  const { state } = work;
  if (!state.settings.idempotence) return true;
  if (state.producerId < 0) return false;
  if (batch.baseSequence < 0) {
    const stale = queue.sequenceEpoch >= 0 && queue.sequenceEpoch !== state.producerEpoch;
    return !(stale && hasUnfinished(queue)) && queue.unresolved < 0;
  }
  return queue.inFlight.every((other) => other.first > batch.first);
}

/** Has this partition batches with a sequence number, in flight or waiting to be sent again? */
export function hasUnfinished(queue: PartitionQueue): boolean {
  return queue.inFlight.length > 0 || queue.queue.some((batch) => batch.baseSequence >= 0);
}

/** Asks for a new epoch, under which this partition's unfinished batches begin again at sequence 0. */
export function requestEpochBump(work: ProducerWork, queue: PartitionQueue): PartitionQueue {
  work.state.epochBumpNeeded = true;
  return { ...queue, unresolved: -1, sequenceEpoch: REWRITE };
}

/** Marks a partition whose sequence begins again with the next epoch. */
const REWRITE = -2;

/** TransactionManager.bumpIdempotentProducerEpoch. Once the epochs are used up, a new producer id is asked for. */
function bumpEpoch(work: ProducerWork): void {
  const { state } = work;
  state.epochBumpNeeded = false;
  if (state.producerEpoch >= SHORT_MAX) {
    state.producerId = -1;
    state.producerEpoch = -1;
  } else {
    state.producerEpoch += 1;
  }
  for (const queue of state.accumulators) if (queue.sequenceEpoch === REWRITE) setQueue(work, rewritten(work, queue));
  makeAllDue(work);
}

function rewritten(work: ProducerWork, queue: PartitionQueue): PartitionQueue {
  const { state, turn } = work;
  let next = 0;
  const again = (batch: ProducerBatch): ProducerBatch => {
    if (batch.baseSequence < 0) return batch;
    const reset = { ...batch, baseSequence: next, sequenceReset: true };
    next = advanced(next, batch.records.length);
    return { ...reset, wire: toWire(reset, turn.self, state.producerId, state.producerEpoch) };
  };
  // Oldest first, wherever they are: those in flight may have been overtaken by one that went back to the queue.
  const all = [...queue.inFlight, ...queue.queue].sort((a, b) => a.first - b.first).map(again);
  const inFlight = queue.inFlight.map((batch) => all.find((other) => other.first === batch.first) as ProducerBatch);
  const waiting = queue.queue.map((batch) => all.find((other) => other.first === batch.first) as ProducerBatch);
  return {
    ...queue,
    queue: waiting,
    inFlight,
    nextSequence: next,
    sequenceEpoch: state.producerEpoch,
    lastAckedSequence: -1,
    unresolved: -1,
  };
}

/** A batch that may have been appended was given up (markSequenceUnresolved): the partition waits until the rest is done. */
export function markUnresolved(queue: PartitionQueue, batch: ProducerBatch): PartitionQueue {
  return { ...queue, unresolved: Math.max(queue.unresolved, advanced(batch.baseSequence, batch.records.length)) };
}

/** Once nothing is in flight any more, a gap that is left costs an epoch (maybeResolveSequences). */
export function resolved(work: ProducerWork, queue: PartitionQueue): PartitionQueue {
  if (queue.unresolved < 0 || hasUnfinished(queue)) return queue;
  if (queue.nextSequence - queue.lastAckedSequence === 1) return { ...queue, unresolved: -1 };
  return requestEpochBump(work, queue);
}
