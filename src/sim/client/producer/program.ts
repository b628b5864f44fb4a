import type { Bytes, ProducerProgram } from '../../intervention.ts';
import { batchSizeUpperBound } from '../../log/record-size.ts';
import type { KafkaRecord } from '../../protocol/record-batch.ts';
import { toMs } from '../../time.ts';
import { addTopic, requestMetadata } from '../network/metadata-timing.ts';
import { topicNamed } from '../network/metadata-update.ts';
import type { TopicMetadata } from '../network/state.ts';
import { PROGRAM_TIMER, wakeAt } from '../network/work.ts';
import { appendRecord } from '../partitioner/choose.ts';
import { commitSession, openSession } from './append.ts';
import { makeAllDue } from './destinations.ts';
import type { ProducerSettings } from './state.ts';
import { textFor } from './template.ts';
import type { ProducerWork } from './work.ts';

/*
 * What the producing program does, on its own thread: so many records at each tick, the next tick an interval after the last
 * record was taken. While send() waits for metadata or for memory the program waits with it (KafkaProducer.doSend).
 */

/** Why a send() cannot go on: the topic is not known yet, or buffer.memory is used up (then what lingers is sent, full or not). */
type Wait = 'metadata' | 'memory';

const NO_HEADERS: KafkaRecord['headers'] = [];

/** Has the program more to do? */
function isAlive({ state }: ProducerWork): boolean {
  const { program, programNext } = state;
  return program !== null && (program.count === null || programNext < program.count);
}

/** Is the program's thread free? It is not while it is paused, flushes, or is about to end or to start anew. */
function isFree({ state }: ProducerWork): boolean {
  return !state.paused && !state.flushing && !state.closing && state.reconfigure === null;
}

/** Goes on with the program if it neither waits in a send() nor sleeps until its next tick. */
export function resumeProgram(work: ProducerWork): void {
  if (work.state.tickLeft === 0 && work.turn.deadline(PROGRAM_TIMER) === null) beginTick(work);
}

/** A tick: so many records are handed over now. */
export function beginTick(work: ProducerWork): void {
  const { state } = work;
  const { program } = state;
  if (program === null || !isAlive(work) || !isFree(work)) return;
  const left = program.count === null ? program.perTick : program.count - state.programNext;
  state.tickLeft = Math.min(program.perTick, left);
  continueTick(work);
}

/** Hands over what is left of the tick, as far as that goes; then the program sleeps. */
export function continueTick(work: ProducerWork): void {
  const { state, turn } = work;
  const { program } = state;
  if (program === null) return;
  while (state.tickLeft > 0) {
    const topic = usableTopic(work, program.topic, program.partition);
    const wait = topic === null ? 'metadata' : handOver(work, program, topic);
    if (wait === null) break;
    if (wait === 'memory') makeAllDue(work);
    if (state.programBlocked === null) {
      state.programBlocked = turn.now;
      turn.emit('SendBlocked', { topic: program.topic, waitsFor: wait });
    }
    const deadline = state.programBlocked + state.settings.maxBlock;
    if (turn.now < deadline) {
      wakeAt(turn, deadline);
      return;
    }
    // This send() has waited for max.block.ms; the next one begins to wait now.
    failSend(
      work,
      program.topic,
      textFor(program.keys, state.programNext),
      textFor(program.values, state.programNext),
      timeoutOf(wait),
    );
    state.programNext += 1;
    state.tickLeft -= 1;
    state.programBlocked = turn.now;
  }
  state.programBlocked = null;
  if (isAlive(work)) turn.setTimer(PROGRAM_TIMER, turn.now + Math.max(program.interval, 1));
}

/** @returns why the rest of the tick must wait; null when all of it was handed over */
function handOver(work: ProducerWork, program: ProducerProgram, topic: TopicMetadata): Wait | null {
  const { state } = work;
  const { settings } = state;
  const session = openSession(work, topic);
  const { timestamp } = session;
  const { keys, values } = program;
  let n = state.programNext;
  const end = n + state.tickLeft;
  for (; n < end; n++) {
    const record: KafkaRecord = { key: textFor(keys, n), value: textFor(values, n), headers: NO_HEADERS, timestamp };
    if (isTooLarge(settings, record)) failSend(work, topic.name, record.key, record.value, 'RecordTooLargeException');
    else if (!appendRecord(session, program.partition, record)) break;
  }
  // A send() that went through ends the wait of the one before it.
  if (n > state.programNext) state.programBlocked = null;
  state.tickLeft = end - n;
  state.programNext = n;
  commitSession(session);
  return n < end ? 'memory' : null;
}

/** Hands over records that were sent by hand, in their order, as far as that goes. */
export function continueSends(work: ProducerWork): void {
  const { state, turn } = work;
  while (state.blocked.length > 0) {
    const [head, ...rest] = state.blocked as [
      ProducerWork['state']['blocked'][number],
      ...ProducerWork['state']['blocked'],
    ];
    const { record } = head;
    const wait = sendOne(work, record);
    if (wait !== null) {
      if (wait === 'memory') makeAllDue(work);
      if (head.since < 0) turn.emit('SendBlocked', { topic: record.topic, waitsFor: wait }, [head.cause]);
      const since = head.since < 0 ? turn.now : head.since;
      const deadline = since + state.settings.maxBlock;
      if (turn.now < deadline) {
        state.blocked = head.since < 0 ? [{ record, since, cause: head.cause }, ...rest] : state.blocked;
        wakeAt(turn, deadline);
        return;
      }
      failSend(work, record.topic, record.key, record.value, timeoutOf(wait));
    }
    state.blocked = rest;
  }
}

/** @returns why the record must wait; null when it was handed over, or refused */
function sendOne(work: ProducerWork, record: ProducerWork['state']['blocked'][number]['record']): Wait | null {
  const topic = usableTopic(work, record.topic, record.partition);
  if (topic === null) return 'metadata';
  const { key, value, headers } = record;
  const timed: KafkaRecord = { key, value, headers, timestamp: toMs(work.turn.now) };
  if (isTooLarge(work.state.settings, timed)) {
    failSend(work, record.topic, key, value, 'RecordTooLargeException');
    return null;
  }
  const session = openSession(work, topic);
  const appended = appendRecord(session, record.partition, timed);
  commitSession(session);
  return appended ? null : 'memory';
}

/** The topic, once its metadata is there and has the partition that is asked for (KafkaProducer.waitOnMetadata). */
function usableTopic({ net }: ProducerWork, name: string, partition: number | null): TopicMetadata | null {
  const topic = topicNamed(net, name);
  if (topic === null) {
    addTopic(net, name);
    return null;
  }
  if (topic.error === 'NONE' && topic.partitions.length > (partition ?? 0)) return topic;
  requestMetadata(net);
  return null;
}

/** KafkaProducer.ensureValidRecordSize: larger than max.request.size, or than all of buffer.memory. */
function isTooLarge(settings: ProducerSettings, { key, value, headers }: KafkaRecord): boolean {
  const most = Math.min(settings.maxRequestSize, settings.bufferMemory);
  const rough = (key === null ? 0 : key.length) + (value === null ? 0 : value.length) + 128;
  if (rough <= most && headers.length === 0) return false;
  return batchSizeUpperBound(key, value, headers) > most;
}

/** A record that never got as far as a partition. */
export function failSend(
  work: ProducerWork,
  topic: string,
  key: Bytes | null,
  value: Bytes | null,
  error: string,
): void {
  work.turn.emit('SendFailed', { topic, error, key, value });
}

function timeoutOf(wait: Wait): string {
  return wait === 'metadata' ? 'TimeoutException' : 'BufferExhaustedException';
}

/** close() while a send() waits: it fails (KafkaProducer: "Producer closed while send in progress"). */
export function failWaitingSends(work: ProducerWork): void {
  const { state } = work;
  if (state.tickLeft > 0 && state.program !== null) {
    const { topic, keys, values } = state.program;
    failSend(work, topic, textFor(keys, state.programNext), textFor(values, state.programNext), 'KafkaException');
    state.programNext += 1;
  }
  state.tickLeft = 0;
  state.programBlocked = null;
  for (const { record } of state.blocked) failSend(work, record.topic, record.key, record.value, 'KafkaException');
  state.blocked = [];
}
