import type { ErrorCode } from '../protocol/errors.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { ProducerEntry, SequencedBatch } from './replica-log.ts';

/*
 * What a partition knows of idempotent producers (org.apache.kafka.storage.internals.log.ProducerStateManager,
 * ProducerAppendInfo, ProducerStateEntry; KIP-98).
 */

export const NO_PRODUCER_ID = -1;

/** ProducerStateEntry.NUM_BATCHES_TO_RETAIN. */
const BATCHES_TO_RETAIN = 5;

const MAX_SEQUENCE = 2147483647;

/** The sequence `increment` after `sequence`; after the largest comes 0 (DefaultRecordBatch.incrementSequence). */
export function incrementSequence(sequence: number, increment: number): number {
  const next = sequence + increment;
  return next > MAX_SEQUENCE ? next - MAX_SEQUENCE - 1 : next;
}

/** Sequence of the last record of a batch. */
export function lastSequenceOf(batch: RecordBatch): number {
  return incrementSequence(batch.baseSequence, batch.lastOffset - batch.baseOffset);
}

/** What is known of a producer; null when nothing is. */
export function producerEntry(producers: readonly ProducerEntry[], producerId: number): ProducerEntry | null {
  const at = placeOf(producers, producerId);
  const entry = producers[at];
  return entry !== undefined && entry.producerId === producerId ? entry : null;
}

/** Index of the first entry whose producer id is not smaller. */
function placeOf(producers: readonly ProducerEntry[], producerId: number): number {
  let low = 0;
  let high = producers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((producers[middle] as ProducerEntry).producerId < producerId) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One of the last five batches that has exactly these sequences: the same batch sent again. Null when there is none. */
export function duplicateOf(entry: ProducerEntry | null, batch: RecordBatch): SequencedBatch | null {
  if (entry === null || entry.producerEpoch !== batch.producerEpoch) return null;
  const last = lastSequenceOf(batch);
  for (const known of entry.batches)
    if (known.firstSequence === batch.baseSequence && known.lastSequence === last) return known;
  return null;
}

/**
 * May a client's batch follow what its producer wrote before? A producer that is not known may start anywhere; a new epoch
 * starts at 0.
 * @returns INVALID_PRODUCER_EPOCH for an epoch that has been replaced, OUT_OF_ORDER_SEQUENCE_NUMBER for a gap or a step back
 */
export function checkSequence(entry: ProducerEntry | null, batch: RecordBatch): ErrorCode {
  if (entry === null) return 'NONE';
  if (batch.producerEpoch < entry.producerEpoch) return 'INVALID_PRODUCER_EPOCH';
  if (batch.producerEpoch > entry.producerEpoch)
    return batch.baseSequence === 0 ? 'NONE' : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  const last = entry.batches[entry.batches.length - 1];
  const expected = last === undefined ? 0 : incrementSequence(last.lastSequence, 1);
  return batch.baseSequence === expected ? 'NONE' : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
}

/** The producers after a batch was written; a batch without a producer id changes nothing. */
export function noteBatch(producers: readonly ProducerEntry[], batch: RecordBatch): readonly ProducerEntry[] {
  const { producerId, producerEpoch } = batch;
  if (producerId === NO_PRODUCER_ID) return producers;
  const at = placeOf(producers, producerId);
  const found = producers[at];
  const known = found !== undefined && found.producerId === producerId ? found : null;
  if (batch.control !== null) return ended(producers, at, known, producerEpoch);
  const written: SequencedBatch = {
    firstSequence: batch.baseSequence,
    lastSequence: lastSequenceOf(batch),
    firstOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
  };
  const kept = known !== null && known.producerEpoch === producerEpoch ? known.batches : [];
  const batches = kept.length < BATCHES_TO_RETAIN ? kept.slice() : kept.slice(kept.length - BATCHES_TO_RETAIN + 1);
  batches.push(written);
  const next = producers.slice();
  const transactionStart = batch.isTransactional ? (known?.transactionStart ?? batch.baseOffset) : undefined;
  const entry = { producerId, producerEpoch, batches };
  next.splice(at, known === null ? 0 : 1, transactionStart === undefined ? entry : { ...entry, transactionStart });
  return next;
}

/** A marker ends the producer's transaction; it has no sequence number (ProducerAppendInfo.appendEndTxnMarker). */
function ended(
  producers: readonly ProducerEntry[],
  at: number,
  known: ProducerEntry | null,
  producerEpoch: number,
): readonly ProducerEntry[] {
  if (known === null) return producers;
  const { producerId, batches } = known;
  const next = producers.slice();
  next[at] = { producerId, producerEpoch, batches: producerEpoch === known.producerEpoch ? batches : [] };
  return next;
}
