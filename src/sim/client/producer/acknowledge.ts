import { without } from '../../../lib/lists.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import type { PartitionId } from '../../world.ts';
import { makeAllDue, touchPending } from './destinations.ts';
import { resolved } from './idempotence.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { queueAt, setQueue, type ProducerWork } from './work.ts';
import { toWire } from './wire.ts';

/** The batch in flight that begins with this record; null when it was given up meanwhile. */
export function inFlightBatch(queue: PartitionQueue, first: number): ProducerBatch | null {
  for (const batch of queue.inFlight) if (batch.first === first) return batch;
  return null;
}

/** The queue without this batch in flight. Field by field: this is on the path of every batch. */
export function withoutInFlight(
  queue: PartitionQueue,
  batch: ProducerBatch,
  lastAckedSequence: number,
  lastAckedOffset: number,
): PartitionQueue {
  return {
    partition: queue.partition,
    counted: queue.counted,
    queue: queue.queue,
    inFlight: without(queue.inFlight, batch),
    nextSequence: queue.nextSequence,
    sequenceEpoch: queue.sequenceEpoch,
    lastAckedSequence,
    lastAckedOffset,
    unresolved: queue.unresolved,
  };
}

/**
 * The records of a batch in flight are acknowledged: the program's futures are done.
 * @param baseOffset -1 when nobody said where they are (acks=0, or a duplicate that the broker no longer knows)
 */
export function acknowledge(work: ProducerWork, id: PartitionId, first: number, baseOffset: number): void {
  const queue = queueAt(work, id);
  const batch = queue === null ? null : inFlightBatch(queue, first);
  if (queue === null || batch === null) return;
  const { turn, state } = work;
  const count = batch.records.length;
  const lastSequence = batch.baseSequence < 0 ? -1 : batch.baseSequence + count - 1;
  const offset = baseOffset < 0 ? queue.lastAckedOffset : baseOffset + count - 1;
  finish(
    work,
    resolved(work, withoutInFlight(queue, batch, Math.max(queue.lastAckedSequence, lastSequence), offset)),
    batch,
  );
  turn.emit('RecordsAcknowledged', {
    partition: id,
    first,
    count,
    baseOffset,
    acks: state.settings.acks,
    batch: wireOf(work, batch),
  });
}

/** The program is told that these records failed; `queue` is without them. */
export function fail(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch, error: string): void {
  finish(work, resolved(work, queue), batch);
  const { partition } = queue;
  work.turn.emit('RecordsFailed', {
    partition,
    first: batch.first,
    count: batch.records.length,
    error,
    batch: wireOf(work, batch),
  });
}

/** A batch is done: its memory is free, and what waited for it may go on. */
function finish(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch): void {
  const { state } = work;
  setQueue(work, queue);
  state.incomplete -= 1;
  state.bufferUsed -= batch.memory;
  if (queue.queue.length > 0) touchPending(work, queue.partition);
  if (state.epochBumpNeeded) makeAllDue(work);
}

/** What was sent, or would have been. */
export function wireOf(work: ProducerWork, batch: ProducerBatch): RecordBatch {
  return batch.wire ?? toWire(batch, work.turn.self, -1, -1);
}
