import type { KafkaRecord } from '../../protocol/record-batch.ts';
import { batchSizeUpperBound, RECORD_BATCH_OVERHEAD, recordBatchSize, recordSize } from '../../log/record-size.ts';
import { advanced } from './idempotence.ts';
import { insert } from './reenqueue.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import type { ProducerWork } from './work.ts';
import { toWire } from './wire.ts';

/**
 * The broker refused a batch as too large: its records are sent again in smaller batches, which count as never tried
 * (RecordAccumulator.splitAndReenqueue). Batches are halved, as later releases do (KAFKA-8350). Those of our eras aim at batch.size,
 * which an uncompressed batch never exceeds, and send the same batch again and again until delivery.timeout.ms.
 * @param queue the partition's queue without the batch
 */
export function splitAndReenqueue(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch): void {
  const { turn, state } = work;
  const limit = splitLimit(batch);
  const cause = turn.emit('BatchRetried', {
    partition: queue.partition,
    first: batch.first,
    count: batch.records.length,
    error: 'MESSAGE_TOO_LARGE',
  });
  const parts: ProducerBatch[] = [];
  let memory = 0;
  let done = 0;
  let sequence = batch.baseSequence;
  while (done < batch.records.length) {
    const records = batch.records.slice(done, done + howMany(batch.records, done, limit));
    const part: ProducerBatch = {
      ...batch,
      first: batch.first + done,
      records,
      sizeInBytes: recordBatchSize(records),
      memory: Math.max(limit, recordBatchSize(records)),
      attempts: 0,
      notBefore: 0,
      closed: true,
      baseSequence: sequence,
      wire: null,
      cause,
    };
    const { producerId, producerEpoch } = batch.wire ?? { producerId: -1, producerEpoch: -1 };
    parts.push(sequence < 0 ? part : { ...part, wire: toWire(part, turn.self, producerId, producerEpoch) });
    memory += part.memory;
    if (sequence >= 0) sequence = advanced(sequence, records.length);
    done += records.length;
  }
  state.incomplete += parts.length - 1;
  state.bufferUsed += memory - batch.memory;
  insert(work, queue, parts);
}

function splitLimit(batch: ProducerBatch): number {
  const largest = Math.max(
    ...batch.records.map((record) => batchSizeUpperBound(record.key, record.value, record.headers)),
  );
  return Math.max(largest, Math.floor(batch.sizeInBytes / 2));
}

/** How many records from `from` on fit into a batch of this size; one at least. */
function howMany(records: readonly KafkaRecord[], from: number, limit: number): number {
  let size = RECORD_BATCH_OVERHEAD;
  for (let i = from; i < records.length; i++) {
    const record = records[i] as KafkaRecord;
    size += recordSize(record, i - from, record.timestamp - (records[from] as KafkaRecord).timestamp);
    if (size > limit && i > from) return i - from;
  }
  return records.length - from;
}
