import { batchSizeUpperBound, RECORD_BATCH_OVERHEAD, recordSize } from '../../log/record-size.ts';
import { toMs } from '../../time.ts';
import type { KafkaRecord } from '../../protocol/record-batch.ts';
import type { PartitionId, Seq } from '../../world.ts';
import { NEVER } from '../mutable.ts';
import type { TopicMetadata } from '../network/state.ts';
import { wakeAt } from '../network/work.ts';
import { addPending, touchPending } from './destinations.ts';
import type { PartitionQueue, ProducerBatch, StickyChoice } from './state.ts';
import { newQueue, queueAt, setQueue, type ProducerWork } from './work.ts';

/*
 * RecordAccumulator.append for the records that one turn hands over to one topic: they are collected in arrays of this turn's
 * own and become batches once, at the end. Nothing else is done for each record.
 */

/** A batch that is being filled in this turn. */
interface OpenBatch {
  /** The batch it continues; null: it is new. */
  readonly base: ProducerBatch | null;
  readonly first: number;
  readonly records: KafkaRecord[];
  readonly baseTimestamp: number;
  readonly memory: number;
  size: number;
  closed: boolean;
}

/** A partition's queue while records are handed over. */
export interface OpenQueue {
  readonly id: PartitionId;
  readonly queue: PartitionQueue;
  /** Batches that this turn filled, the first perhaps begun earlier. */
  readonly filled: OpenBatch[];
  /** The last of them while there is room in it. */
  open: OpenBatch | null;
  count: number;
}

export interface AppendSession {
  readonly work: ProducerWork;
  readonly topic: TopicMetadata;
  /** CreateTime of everything handed over in this turn. */
  readonly timestamp: number;
  /** By partition number. */
  readonly queues: (OpenQueue | undefined)[];
  readonly touched: OpenQueue[];
  sticky: StickyChoice | null;
}

/** Begins to hand over records to a topic. */
export function openSession(work: ProducerWork, topic: TopicMetadata): AppendSession {
  const sticky = work.state.sticky.find((choice) => choice.topic === topic.name) ?? null;
  return { work, topic, timestamp: toMs(work.turn.now), queues: [], touched: [], sticky };
}

/** A partition's queue, opened for this turn. */
export function openQueue(session: AppendSession, partition: number): OpenQueue {
  const known = session.queues[partition];
  if (known !== undefined) return known;
  const { name, ids, partitions } = session.topic;
  // Metadata of a broker that is behind may leave out the partition that records stick to, or hash to: they wait for its leader then.
  const isListed = partitions[partition]?.partitionIndex === partition;
  const id = isListed ? (ids[partition] as PartitionId) : session.work.turn.partitionId(name, partition);
  const queue = queueAt(session.work, id) ?? newQueue(id);
  const opened: OpenQueue = { id, queue, filled: [], open: null, count: 0 };
  const last = queue.queue[queue.queue.length - 1];
  if (last !== undefined && !last.closed) {
    opened.open = {
      base: last,
      first: last.first,
      records: last.records.slice(),
      baseTimestamp: last.records[0]?.timestamp ?? session.timestamp,
      memory: last.memory,
      size: last.sizeInBytes,
      closed: false,
    };
    opened.filled.push(opened.open);
  }
  while (session.queues.length <= partition) session.queues.push(undefined);
  session.queues[partition] = opened;
  return opened;
}

/** Is every batch of this queue full, or closed (RecordAccumulator.allBatchesFull)? */
export function allFull({ open }: OpenQueue): boolean {
  return open === null || open.size >= open.memory;
}

/**
 * Adds a record to the partition's open batch.
 * @returns the bytes it took; 0 when a new batch is needed, and the open one was closed
 */
export function tryAppend(session: AppendSession, queue: OpenQueue, record: KafkaRecord): number {
  const batch = queue.open;
  if (batch === null) return 0;
  const size = recordSize(record, batch.records.length, record.timestamp - batch.baseTimestamp);
  if (batch.size + size > batch.memory) {
    batch.closed = true;
    queue.open = null;
    if (queue.count === 0) touch(session, queue);
    return 0;
  }
  if (queue.count === 0) touch(session, queue);
  batch.records.push(record);
  batch.size += size;
  queue.count += 1;
  return size;
}

/**
 * Starts a new batch with this record.
 * @returns the bytes it took, the batch's header included; 0 when buffer.memory has no room for a batch
 */
export function appendNewBatch(session: AppendSession, queue: OpenQueue, record: KafkaRecord): number {
  const { state } = session.work;
  const memory = Math.max(state.settings.batchSize, batchSizeUpperBound(record.key, record.value, record.headers));
  if (state.bufferUsed + memory > state.settings.bufferMemory) return 0;
  state.bufferUsed += memory;
  state.incomplete += 1;
  const size = RECORD_BATCH_OVERHEAD + recordSize(record, 0, 0);
  const batch: OpenBatch = {
    base: null,
    first: queue.queue.counted + queue.count,
    records: [record],
    baseTimestamp: record.timestamp,
    memory,
    size,
    closed: false,
  };
  if (queue.count === 0) touch(session, queue);
  queue.filled.push(batch);
  queue.open = batch;
  queue.count += 1;
  return size;
}

function touch(session: AppendSession, queue: OpenQueue): void {
  if (!session.touched.includes(queue)) session.touched.push(queue);
}

/** Turns what was handed over into batches, says so, and lets the sender know. */
export function commitSession(session: AppendSession): void {
  const { work, sticky } = session;
  const { state } = work;
  for (const queue of session.touched) commitQueue(work, queue);
  if (sticky !== null && !state.sticky.includes(sticky)) {
    state.sticky = [...state.sticky.filter((choice) => choice.topic !== sticky.topic), sticky];
  }
}

function commitQueue(work: ProducerWork, { id, queue, filled, count }: OpenQueue): void {
  const { turn, state } = work;
  const { counted } = queue;
  const cause = count > 0 ? turn.emit('RecordsBuffered', { partition: id, first: counted, count }) : turn.cause;
  const continued = filled[0] !== undefined && filled[0].base !== null;
  const batches = continued ? queue.queue.slice(0, -1) : queue.queue.slice();
  let isNew = false;
  for (const batch of filled) {
    batches.push(sealBatch(batch, turn.now, cause));
    if (batch.base === null) isNew = true;
  }
  setQueue(work, {
    partition: id,
    counted: counted + count,
    queue: batches,
    inFlight: queue.inFlight,
    nextSequence: queue.nextSequence,
    sequenceEpoch: queue.sequenceEpoch,
    lastAckedSequence: queue.lastAckedSequence,
    lastAckedOffset: queue.lastAckedOffset,
    unresolved: queue.unresolved,
  });
  if (queue.queue.length === 0) addPending(work, id);
  else touchPending(work, id);
  if (isNew && state.expiryCheck === NEVER) {
    state.expiryCheck = turn.now + state.settings.deliveryTimeout;
    wakeAt(turn, state.expiryCheck);
  }
}

function sealBatch(batch: OpenBatch, now: number, cause: Seq): ProducerBatch {
  return {
    first: batch.first,
    records: batch.records,
    sizeInBytes: batch.size,
    memory: batch.memory,
    createdAt: batch.base === null ? now : batch.base.createdAt,
    attempts: 0,
    notBefore: 0,
    closed: batch.closed,
    retried: false,
    baseSequence: -1,
    sequenceReset: false,
    broker: -1,
    leaderEpoch: -1,
    wire: null,
    cause: batch.base === null ? cause : batch.base.cause,
  };
}
