import type { Bytes } from '../../intervention.ts';
import type { KafkaRecord } from '../../protocol/record-batch.ts';
import { allFull, appendNewBatch, openQueue, tryAppend, type AppendSession } from '../producer/append.ts';
import type { ProducerSettings } from '../producer/state.ts';
import { queueAt } from '../producer/work.ts';
import { loadTable, weightedIndex } from './load-table.ts';
import { crc32Partition, murmur2Partition } from './partition-for-key.ts';
import { anyPartition, anyRandom, isStickyDone, nextAfter, uniformPartition } from './sticky.ts';

/**
 * Gives one record to the partition that the program or the partitioner says, and appends it.
 *
 * How records without a key are spread (`settings.keyless`): `adaptive` is Kafka 3.3's built-in partitioner (KIP-794), `batch`
 * the sticky one of 2.4 to 3.2 (KIP-480), `linger` librdkafka's (one partition for sticky.partitioning.linger.ms), `random` a
 * partition with a leader for each record (kafka-python).
 * @returns false when buffer.memory has no room for the new batch that the record needs
 */
export function appendRecord(session: AppendSession, partition: number | null, record: KafkaRecord): boolean {
  const { settings } = session.work.state;
  const chosen = partition ?? partitionOfKey(settings, record.key, session.topic.partitions.length);
  if (settings.keyless === 'batch') return appendByBatch(session, chosen, record);
  if (chosen < 0 && settings.keyless === 'adaptive') return appendAdaptively(session, record);
  return appendTo(session, chosen >= 0 ? chosen : keylessPartition(session, settings), record);
}

/** The partition that a key belongs to; -1 when this partitioner has no opinion. */
export function partitionOfKey(
  settings: Pick<ProducerSettings, 'partitioner' | 'emptyKeyIsNone'>,
  key: Bytes | null,
  partitions: number,
): number {
  if (key === null || (settings.emptyKeyIsNone && key.length === 0)) return -1;
  if (settings.partitioner === 'murmur2') return murmur2Partition(key, partitions);
  return settings.partitioner === 'crc32' ? crc32Partition(key, partitions) : -1;
}

function appendTo(session: AppendSession, partition: number, record: KafkaRecord): boolean {
  const queue = openQueue(session, partition);
  return tryAppend(session, queue, record) > 0 || appendNewBatch(session, queue, record) > 0;
}

/** librdkafka's sticky partition (rd_kafka_msg_sticky_partition), or a random one for each record. */
function keylessPartition(session: AppendSession, settings: ProducerSettings): number {
  const { topic, sticky, work } = session;
  const { turn } = work;
  if (settings.keyless !== 'linger' || settings.stickyLinger === 0) return uniformPartition(topic, anyRandom(turn));
  const holds =
    sticky !== null && turn.now - sticky.since <= settings.stickyLinger && topic.available.includes(sticky.partition);
  if (holds) return sticky.partition;
  const partition = anyPartition(topic, turn);
  session.sticky = { topic: topic.name, partition, producedBytes: 0, since: turn.now };
  return partition;
}

/** KafkaProducer.doSend of 2.8: a record that needs a new batch makes the sticky partition move on first, and is asked again. */
function appendByBatch(session: AppendSession, chosen: number, record: KafkaRecord): boolean {
  const { topic } = session;
  const first = chosen >= 0 ? chosen : stickyPartition(session);
  if (tryAppend(session, openQueue(session, first), record) > 0) return true;
  const sticky = session.sticky?.partition ?? -1;
  if (sticky < 0 || sticky === first) moveOn(session, nextAfter(topic, sticky, session.work.turn));
  return appendTo(session, chosen >= 0 ? chosen : stickyPartition(session), record);
}

function stickyPartition(session: AppendSession): number {
  if (session.sticky === null) moveOn(session, nextAfter(session.topic, -1, session.work.turn));
  return session.sticky?.partition ?? 0;
}

function moveOn(session: AppendSession, partition: number): void {
  session.sticky = { topic: session.topic.name, partition, producedBytes: 0, since: session.work.turn.now };
}

/** RecordAccumulator.append with the built-in partitioner: the partition moves on after batch.size bytes, at a batch's end. */
function appendAdaptively(session: AppendSession, record: KafkaRecord): boolean {
  const { batchSize } = session.work.state.settings;
  for (;;) {
    if (session.sticky === null) moveOn(session, nextByLoad(session));
    const { partition, producedBytes } = session.sticky as NonNullable<AppendSession['sticky']>;
    const queue = openQueue(session, partition);
    const done = isStickyDone(producedBytes, batchSize, true);
    if (done && allFull(queue)) {
      moveOn(session, nextByLoad(session));
      continue;
    }
    let bytes = tryAppend(session, queue, record);
    if (bytes === 0 && done) {
      moveOn(session, nextByLoad(session));
      continue;
    }
    if (bytes === 0) bytes = appendNewBatch(session, queue, record);
    if (bytes === 0) return false;
    produced(session, producedBytes + bytes, allFull(queue));
    return true;
  }
}

function produced(session: AppendSession, producedBytes: number, switchAllowed: boolean): void {
  const sticky = session.sticky as NonNullable<AppendSession['sticky']>;
  if (isStickyDone(producedBytes, session.work.state.settings.batchSize, switchAllowed))
    moveOn(session, nextByLoad(session));
  else session.sticky = { topic: sticky.topic, partition: sticky.partition, producedBytes, since: sticky.since };
}

/** BuiltInPartitioner.nextPartition: by the queues once every partition has had a batch, until then among all with a leader. */
function nextByLoad(session: AppendSession): number {
  const { topic, work } = session;
  const random = anyRandom(work.turn);
  if (!work.state.settings.adaptive) return uniformPartition(topic, random);
  const sizes: number[] = [];
  const partitions: number[] = [];
  for (let p = 0; p < topic.partitions.length; p++) {
    const size = queueLength(session, p);
    if (size < 0) return uniformPartition(topic, random);
    if ((topic.partitions[p]?.leaderId ?? -1) < 0) continue;
    sizes.push(size);
    partitions.push(p);
  }
  const table = loadTable(sizes, topic.partitions.length);
  return table === null ? uniformPartition(topic, random) : (partitions[weightedIndex(table, random)] as number);
}

/** Batches that wait for a partition; -1 when it never had one. */
function queueLength(session: AppendSession, partition: number): number {
  const opened = session.queues[partition];
  const queue = opened?.queue ?? queueAt(session.work, session.topic.ids[partition] as number);
  if (queue === null) return -1;
  if (opened === undefined) return queue.queue.length;
  const begun = opened.filled[0] !== undefined && opened.filled[0].base !== null ? 1 : 0;
  return queue.queue.length - begun + opened.filled.length;
}
