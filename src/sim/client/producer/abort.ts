import { fail } from './acknowledge.ts';
import type { PartitionQueue } from './state.ts';
import { queueAt, type ProducerWork } from './work.ts';

/**
 * Gives up every batch, waiting or in flight, because the producer is closed without waiting (RecordAccumulator.abortIncompleteBatches). What is
 * in flight may still be written; nobody waits for its answer.
 */
export function abortIncomplete(work: ProducerWork): void {
  const { state } = work;
  for (let i = 0; i < state.accumulators.length; i++) {
    const { partition } = state.accumulators[i] as PartitionQueue;
    for (let queue = queueAt(work, partition); queue !== null; queue = queueAt(work, partition)) {
      const batch = queue.inFlight[0] ?? queue.queue[0];
      if (batch === undefined) break;
      const inFlight = queue.inFlight.filter((other) => other !== batch);
      fail(work, { ...queue, inFlight, queue: queue.queue.filter((other) => other !== batch) }, batch, CLOSED);
    }
  }
}

/** As kafka-python has it; Java's is a KafkaException. */
const CLOSED = 'IllegalStateError';
