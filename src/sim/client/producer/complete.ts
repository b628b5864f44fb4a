import type { ProduceRequest, ProduceResponse } from '../../protocol/client.ts';
import { errorInfo } from '../../protocol/error-table.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import type { Stimulus } from '../../turn.ts';
import type { PartitionId } from '../../world.ts';
import { requestMetadata } from '../network/metadata-timing.ts';
import { onLeaderDiscovered } from '../network/metadata-update.ts';
import { acknowledge, fail, inFlightBatch, withoutInFlight } from './acknowledge.ts';
import { givenUpAt } from './deadline.ts';
import { regroup } from './destinations.ts';
import { requestEpochBump } from './idempotence.ts';
import { reenqueue } from './reenqueue.ts';
import { splitAndReenqueue } from './split.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { queueAt, type ProducerWork } from './work.ts';

type PartitionAnswer = { readonly errorCode: ErrorCode; readonly baseOffset: number; readonly logStartOffset: number };

/**
 * Sender.handleProduceResponse: each batch of the request has an answer of its own. What the answer says about leaders is taken in once all
 * of them are done with (KIP-951): batches to be sent again go to the new leader at once.
 */
export function onProduceResponse(work: ProducerWork, request: ProduceRequest, response: ProduceResponse): void {
  const { topicData } = request;
  let discovered = false;
  for (let t = 0; t < topicData.length; t++) {
    const { name, partitionData } = topicData[t] as ProduceRequest['topicData'][number];
    const at = response.responses[t];
    const answers = at?.name === name ? at : response.responses.find((topic) => topic.name === name);
    for (let p = 0; p < partitionData.length; p++) {
      const { index, records } = partitionData[p] as { readonly index: number; readonly records: RecordBatch };
      const same = answers?.partitionResponses[p];
      const answer =
        same?.index === index ? same : answers?.partitionResponses.find((partition) => partition.index === index);
      if (answer === undefined) continue;
      const id = work.turn.partitionId(name, index);
      completeBatch(work, id, records.origin?.first ?? -1, answer);
      const { currentLeader: leader } = answer;
      if (leader !== null && onLeaderDiscovered(work.net, id, leader, response.nodeEndpoints ?? NO_ENDPOINTS))
        discovered = true;
    }
  }
  if (discovered) regroup(work);
}

const NO_ENDPOINTS: readonly number[] = [];

/**
 * The connection broke with these requests in flight: nobody knows which of them arrived. What was overdue has timed out
 * to clients that know the difference; otherwise it is a NETWORK_EXCEPTION.
 */
export function onProduceLost(
  work: ProducerWork,
  stimulus: Extract<Stimulus, { readonly type: 'disconnected' }>,
): void {
  const timedOut = stimulus.reason === 'timeout' && work.state.settings.namesTimeouts;
  const errorCode: ErrorCode = timedOut ? 'REQUEST_TIMED_OUT' : 'NETWORK_EXCEPTION';
  const answer: PartitionAnswer = { errorCode, baseOffset: -1, logStartOffset: -1 };
  for (const { body } of stimulus.inFlight) {
    if (body.type !== 'ProduceRequest') continue;
    for (const { name, partitionData } of body.topicData) {
      for (const { index, records } of partitionData) {
        completeBatch(work, work.turn.partitionId(name, index), records.origin?.first ?? -1, answer);
      }
    }
  }
}

/** Sender.completeBatch. */
function completeBatch(work: ProducerWork, id: PartitionId, first: number, answer: PartitionAnswer): void {
  const { errorCode } = answer;
  // What waited behind it, or comes back to the queue now, may run out of time there.
  if (work.state.settings.expiresQueued) work.state.expiryCheck = work.turn.now;
  if (errorCode === 'NONE') {
    acknowledge(work, id, first, answer.baseOffset);
    return;
  }
  if (errorInfo(errorCode).invalidMetadata) requestMetadata(work.net);
  const queue = queueAt(work, id);
  const batch = queue === null ? null : inFlightBatch(queue, first);
  if (queue === null || batch === null) return;
  const rest = withoutInFlight(queue, batch, queue.lastAckedSequence, queue.lastAckedOffset);
  if (errorCode === 'MESSAGE_TOO_LARGE' && batch.records.length > 1 && work.state.settings.splitsBatches) {
    splitAndReenqueue(work, rest, batch);
    return;
  }
  const retry = mayRetry(work, batch) ? afterError(work, rest, batch, answer) : null;
  if (retry !== null) reenqueue(work, retry, batch, errorCode);
  else if (errorCode === 'DUPLICATE_SEQUENCE_NUMBER') acknowledge(work, id, first, -1);
  else giveUp(work, rest, batch, errorCode);
}

/** Is there time, and a retry, left (Sender.canRetry)? In kafka-python 2.0.2 only retries count (Sender._can_retry). */
function mayRetry({ state, turn }: ProducerWork, batch: ProducerBatch): boolean {
  return turn.now < givenUpAt(state.settings, batch, true) && batch.attempts - 1 < state.settings.retries;
}

/**
 * TransactionManager.canRetry: which errors an idempotent producer retries, and which of them need a new epoch first.
 * @returns the queue to retry in; null when the error is final
 */
function afterError(
  work: ProducerWork,
  queue: PartitionQueue,
  batch: ProducerBatch,
  answer: PartitionAnswer,
): PartitionQueue | null {
  const { errorCode, logStartOffset } = answer;
  const { retriable } = errorInfo(errorCode);
  if (!work.state.settings.idempotence) return retriable ? queue : null;
  if (errorCode === 'UNKNOWN_PRODUCER_ID') {
    return logStartOffset < 0 || batch.sequenceReset ? queue : requestEpochBump(work, queue);
  }
  if (errorCode === 'OUT_OF_ORDER_SEQUENCE_NUMBER') {
    const isNext = batch.baseSequence - queue.lastAckedSequence === 1;
    // An earlier batch failed: this one follows it, and succeeds once that one has.
    if (queue.unresolved < 0 && (batch.sequenceReset || !isNext)) return queue;
    return queue.unresolved < 0 || queue.unresolved === batch.baseSequence ? requestEpochBump(work, queue) : queue;
  }
  return retriable ? queue : null;
}

/**
 * The error is final. An idempotent producer whose retries are not used up knows that the batch was not appended: its sequence
 * numbers are given to the next ones, under a new epoch; so they are where a gap in the log is what it failed with (Sender.failBatch,
 * TransactionManager.handleFailedBatch).
 */
function giveUp(work: ProducerWork, queue: PartitionQueue, batch: ProducerBatch, errorCode: ErrorCode): void {
  const { settings } = work.state;
  const adjust = batch.attempts - 1 < settings.retries || errorCode === 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  fail(work, settings.idempotence && adjust ? requestEpochBump(work, queue) : queue, batch, errorCode);
}
