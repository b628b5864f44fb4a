import type { Seq } from '../../world.ts';
import { backoff } from '../network/backoff.ts';
import { addPending, touchPending } from './destinations.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { setQueue, type ProducerWork } from './work.ts';

/**
 * A batch that failed goes back to its queue and is sent again after retry.backoff.ms (RecordAccumulator.reenqueue). With
 * idempotence, and in librdkafka, it goes where its records belong (insertInSequenceOrder; rd_kafka_msgq_insert_msgq). Else it
 * goes to the front: where one disconnect fails several batches, oldest first (InFlightRequests.clearAll), the youngest ends up
 * before the others, and their order is reversed.
 * @param queue the partition's queue without the batch
 */
export function reenqueue(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch, error: string): void {
  const { turn, state } = work;
  const { retryBackoff, retryBackoffMax } = state.settings;
  const count = batch.records.length;
  const cause = turn.emit('BatchRetried', { partition: queue.partition, first: batch.first, count, error });
  const notBefore = turn.now + backoff(turn, retryBackoff, retryBackoffMax, batch.attempts - 1);
  insert(work, queue, [again(batch, notBefore, cause)]);
}

function again(batch: ProducerBatch, notBefore: number, cause: Seq): ProducerBatch {
  return { ...batch, notBefore, retried: true, closed: true, cause };
}

/** Puts batches, oldest first, where their records belong in the queue, or at its front where this client looks no further. */
export function insert(work: ProducerWork, queue: PartitionQueue, batches: readonly ProducerBatch[]): void {
  const first = (batches[0] as ProducerBatch).first;
  let at = 0;
  if (work.state.settings.retriesInOrder)
    while (at < queue.queue.length && (queue.queue[at] as ProducerBatch).first < first) at += 1;
  setQueue(work, { ...queue, queue: [...queue.queue.slice(0, at), ...batches, ...queue.queue.slice(at)] });
  if (queue.queue.length === 0) addPending(work, queue.partition);
  else touchPending(work, queue.partition);
}
