import { withLast } from '../../../lib/lists.ts';
import { MS } from '../../time.ts';
import type { ProduceRequest } from '../../protocol/client.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import { leaderOf } from '../network/metadata-update.ts';
import { sendOn } from '../network/connect.ts';
import { brokerOfPeer } from '../network/peers.ts';
import type { PartitionQueue, ProducerBatch } from './state.ts';
import { setQueue, type ProducerWork } from './work.ts';
import { acknowledge } from './acknowledge.ts';

/** A batch that leaves, the queue whose first it is, and its form on the wire. */
export interface Outgoing {
  readonly queue: PartitionQueue;
  readonly batch: ProducerBatch;
  readonly wire: RecordBatch;
}

/** One Produce request to one broker. With acks=0 there is no answer: what was written to the socket counts as acknowledged. */
export function sendProduce(work: ProducerWork, peer: number, outgoing: readonly Outgoing[]): void {
  const { turn, net, state } = work;
  const { acks, requestTimeout } = state.settings;
  const broker = brokerOfPeer(turn.setup, peer);
  const topicData: { name: string; partitionData: { index: number; records: RecordBatch }[] }[] = [];
  let cause = turn.cause;
  for (let i = 0; i < outgoing.length; i++) {
    const { queue, batch, wire } = outgoing[i] as Outgoing;
    const { topic, partition } = turn.partitionName(queue.partition);
    const seq = turn.emit(
      'BatchSent',
      {
        partition: queue.partition,
        first: batch.first,
        count: batch.records.length,
        attempt: batch.attempts + 1,
        broker,
      },
      [batch.cause],
    );
    if (i === 0) cause = seq;
    const last = topicData[topicData.length - 1];
    const topicEntry = last?.name === topic ? last : topicData.find((data) => data.name === topic);
    if (topicEntry === undefined) topicData.push({ name: topic, partitionData: [{ index: partition, records: wire }] });
    else topicEntry.partitionData.push({ index: partition, records: wire });
    setQueue(work, inFlightNow(queue, sent(work, queue, batch, wire, broker)));
  }
  const body: ProduceRequest = {
    type: 'ProduceRequest',
    transactionalId: null,
    acks,
    timeoutMs: Math.floor(requestTimeout / MS),
    topicData,
  };
  sendOn(net, peer, body, cause, acks === 0);
  if (acks !== 0) return;
  for (const { queue, batch } of outgoing) acknowledge(work, queue.partition, batch.first, -1);
}

/** Field by field: this is on the path of every batch. */
function sent(
  work: ProducerWork,
  queue: PartitionQueue,
  batch: ProducerBatch,
  wire: RecordBatch,
  broker: number,
): ProducerBatch {
  return {
    first: batch.first,
    records: batch.records,
    sizeInBytes: batch.sizeInBytes,
    memory: batch.memory,
    createdAt: batch.createdAt,
    attempts: batch.attempts + 1,
    notBefore: batch.notBefore,
    closed: true,
    retried: batch.retried,
    baseSequence: batch.baseSequence,
    sequenceReset: batch.sequenceReset,
    broker,
    leaderEpoch: leaderOf(work.net, queue.partition)?.leaderEpoch ?? -1,
    wire,
    cause: batch.cause,
  };
}

function inFlightNow(queue: PartitionQueue, batch: ProducerBatch): PartitionQueue {
  return {
    partition: queue.partition,
    counted: queue.counted,
    queue: queue.queue.length === 1 ? NONE : queue.queue.slice(1),
    inFlight: withLast(queue.inFlight, batch),
    nextSequence: queue.nextSequence,
    sequenceEpoch: queue.sequenceEpoch,
    lastAckedSequence: queue.lastAckedSequence,
    lastAckedOffset: queue.lastAckedOffset,
    unresolved: queue.unresolved,
  };
}

const NONE: readonly ProducerBatch[] = [];
