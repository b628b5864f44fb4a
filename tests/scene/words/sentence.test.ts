import { beforeAll, describe, expect, test } from 'vitest';

import { namesOf, type Names } from '../../../src/scene/words/names.ts';
import { sentenceOf } from '../../../src/scene/words/sentence.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import type { EntryArgs, EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import { entryTypes } from '../../../src/sim/trace/interest.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { clusterTimeline, entriesOf, orders } from '../../timeline/cluster-run.ts';

function batch(values: readonly (string | null)[], baseOffset = 3): RecordBatch {
  return {
    baseOffset,
    lastOffset: baseOffset + values.length - 1,
    partitionLeaderEpoch: 0,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: 0,
    sizeInBytes: 70,
    records: values.map((value) => ({ key: null, value, headers: [], timestamp: 0 })),
    offsets: null,
    origin: null,
  };
}

let timeline: Timeline;
let names: Names;
/** Node indexes by name. */
let node: (name: string) => number;

beforeAll(() => {
  timeline = clusterTimeline(orders(), 9.5);
  names = namesOf(timeline.world);
  node = (name) => nodeNamed(timeline.world, name)?.id ?? -1;
});

function said<T extends EntryType>(type: T, where: string, args: EntryArgs[T]): string {
  return sentenceOf({ t: 0, seq: 0, type, node: node(where), causes: [], args } as unknown as TraceEntry, names);
}

test('every type of entry that a run writes has a sentence: a capital or a name first, a full stop last, no markup', () => {
  const all = timeline.entriesBetween(0, timeline.present.step);
  for (const entry of all) {
    const sentence = sentenceOf(entry, names);
    expect(sentence).toMatch(/^([A-Z]|p1|c1)[^<>]*\.$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\.\.$/);
    expect(sentence.length).toBeLessThan(200);
  }
  expect(new Set(all.map(({ type }) => type)).size).toBeGreaterThan(30);
});

test('records are told by their values while they are few', () => {
  const appended = entriesOf(timeline, 'RecordsAppended')[2];
  expect(appended && sentenceOf(appended, names)).toMatch(/^Broker \d appends record v2 to orders-0 at offset 2\.$/);
  const partition = 0;
  const args = { partition, first: 0, acks: -1, baseOffset: 3 };
  expect(said('RecordsAcknowledged', 'p1', { ...args, count: 1, batch: batch(['G']) })).toBe(
    'p1 learns that record G is acknowledged (acks=all): orders-0 at offset 3.',
  );
  expect(said('RecordsAcknowledged', 'p1', { ...args, count: 2, acks: 1, batch: batch(['G', null]) })).toBe(
    'p1 learns that records G and null are acknowledged (acks=1): orders-0 at offsets 3 to 4.',
  );
  const many = Array.from({ length: 100 }, (_, i) => `v${i}`);
  expect(said('RecordsAcknowledged', 'p1', { ...args, count: 100, batch: batch(many) })).toBe(
    'p1 learns that 100 records are acknowledged (acks=all): orders-0 at offsets 3 to 102.',
  );
  expect(said('RecordsAcknowledged', 'p1', { ...args, count: 1, acks: 0, baseOffset: -1, batch: batch(['G']) })).toBe(
    'p1 has sent record G and waits for no answer (acks=0).',
  );
});

describe('each sentence says who did what', () => {
  const partition = 0;
  const cases: readonly (() => readonly [string, string])[] = [
    () => [said('ProcessStarted', 'broker-2', { incarnation: 1 }), 'Broker 2 starts.'],
    () => [said('ProcessStarted', 'broker-2', { incarnation: 3 }), 'Broker 2 starts again.'],
    () => [said('ProcessStopping', 'p1', {}), 'p1 is asked to stop.'],
    () => [said('ProcessExited', 'broker-2', {}), 'The process of broker 2 ends.'],
    () => [
      said('ProcessCrashed', 'broker-3', { kind: 'process' }),
      'Broker 3 crashes: its memory is gone, its disk is intact.',
    ],
    () => [
      said('ProcessCrashed', 'broker-3', { kind: 'power' }),
      'The machine of broker 3 loses power: what was not flushed to disk is gone.',
    ],
    () => [said('ProcessCrashed', 'broker-3', { kind: 'disk' }), 'Broker 3 crashes and loses its disk.'],
    () => [said('ProcessFroze', 'zookeeper-1', {}), 'ZooKeeper freezes: its connections stay open, nothing answers.'],
    () => [said('ProcessThawed', 'broker-1', {}), 'Broker 1 goes on after its freeze.'],
    () => [
      said('LinkChanged', 'broker-1', { to: node('broker-2'), cut: true, extra: 0 }),
      'The link from broker 1 to broker 2 is cut.',
    ],
    () => [
      said('LinkChanged', 'p1', { to: node('broker-2'), cut: false, extra: 200_000 }),
      'The link from p1 to broker 2 is slow: 200 ms more.',
    ],
    () => [
      said('LinkChanged', 'p1', { to: node('broker-2'), cut: false, extra: 0 }),
      'The link from p1 to broker 2 is whole again.',
    ],
    () => [
      said('ConnectionLost', 'p1', { connection: 1, peer: node('broker-2'), reason: 'reset', failed: 2 }),
      'The connection from p1 to broker 2 is reset; 2 requests of p1 fail.',
    ],
    () => [
      said('ConnectionLost', 'broker-1', { connection: 1, peer: node('broker-2'), reason: 'timeout', failed: 1 }),
      'Broker 1 gets no answer from broker 2 in time and closes the connection; 1 request of broker 1 fails.',
    ],
    () => [
      said('ConnectionLost', 'p1', { connection: 1, peer: node('broker-2'), reason: 'refused', failed: 0 }),
      'p1 cannot connect to broker 2: no process is there.',
    ],
    () => [
      said('ConnectionLost', 'p1', { connection: 1, peer: node('broker-2'), reason: 'closed', failed: 0 }),
      'Broker 2 closes the connection of p1.',
    ],
    () => [
      said('RequestSent', 'p1', { api: 'ProduceRequest', to: node('broker-2'), connection: 0, correlationId: 0 }),
      'p1 sends Produce to broker 2.',
    ],
    () => [
      said('RequestSent', 'broker-1', {
        api: 'ZkPingRequest',
        to: node('zookeeper-1'),
        connection: 0,
        correlationId: 0,
      }),
      'Broker 1 sends a ping to ZooKeeper.',
    ],
    () => [
      said('PacketLost', '', { what: 'FetchRequest', to: node('broker-2'), connection: 0 }),
      'Fetch on its way to broker 2 is lost.',
    ],
    () => [
      said('BrokerStateChanged', 'broker-2', {
        broker: 2,
        from: 'NOT_RUNNING',
        to: 'STARTING',
        waitingFor: 'its old session to end',
      }),
      'Broker 2 is STARTING and waits for its old session to end.',
    ],
    () => [
      said('HighWatermarkAdvanced', 'broker-2', { partition, broker: 9, role: 'leader', from: 3, to: 13 }),
      'The high watermark of orders-0 moves from 3 to 13: 10 records are committed.',
    ],
    () => [
      said('HighWatermarkAdvanced', 'broker-2', { partition, broker: 3, role: 'follower', from: 3, to: 4 }),
      'Broker 3 learns that the high watermark of orders-0 is 4.',
    ],
    () => [
      said('LogTruncated', 'broker-1', { partition, broker: 1, from: 11, to: 14, leaderEpoch: 6 }),
      'Broker 1 cuts offsets 11 to 13 off its copy of orders-0: the leader of epoch 6 has others.',
    ],
    () => [
      said('IsrChangeProposed', 'broker-1', { partition, broker: 1, change: 'shrink', isr: [1, 2, 3], newIsr: [1, 2] }),
      'Broker 1 proposes to drop broker 3 from the in-sync replicas of orders-0: too far behind for too long.',
    ],
    () => [
      said('IsrChangeProposed', 'broker-1', { partition, broker: 1, change: 'expand', isr: [1], newIsr: [1, 2, 3] }),
      'Broker 1 proposes to take brokers 2 and 3 back into the in-sync replicas of orders-0.',
    ],
    () => [
      said('IsrChanged', 'broker-1', { partition, broker: 1, isr: [1, 2], partitionEpoch: 3 }),
      'In-sync replicas of orders-0: brokers 1 and 2.',
    ],
    () => [
      said('FetchParked', 'broker-1', { broker: 1, from: node('c1') }),
      'Broker 1 has nothing new for c1: the Fetch waits.',
    ],
    () => [
      said('ProduceRefused', 'broker-1', { partition, broker: 1, error: 'NOT_ENOUGH_REPLICAS', producer: node('p1') }),
      'Broker 1 refuses a batch of p1 for orders-0: NOT_ENOUGH_REPLICAS.',
    ],
    () => [
      said('LogLost', 'broker-1', { partition, broker: 1, from: 3, to: 4 }),
      'Offset 3 of orders-0 is gone from the disk of broker 1.',
    ],
    () => [
      said('SessionOpened', 'zookeeper-1', { session: 1, client: node('broker-2'), timeoutMs: 18_000 }),
      'ZooKeeper opens a session for broker 2; it ends after 18 s of silence.',
    ],
    () => [
      said('SessionExpired', 'zookeeper-1', { session: 1, client: node('broker-3') }),
      'The session of broker 3 expires: ZooKeeper has not heard from it.',
    ],
    () => [
      said('ZnodeCreated', 'zookeeper-1', { path: '/brokers/ids/1', ephemeral: true, session: 1 }),
      'ZooKeeper creates the ephemeral /brokers/ids/1.',
    ],
    () => [
      said('ControllerElected', 'broker-1', { broker: 1, controllerEpoch: 4 }),
      'Broker 1 becomes the controller, epoch 4.',
    ],
    () => [
      said('BrokersChanged', 'broker-1', { broker: 1, joined: [], left: [3], bounced: [] }),
      'The controller sees: broker 3 is gone.',
    ],
    () => [
      said('LeaderElected', 'broker-1', {
        partition,
        leader: 2,
        leaderEpoch: 6,
        isr: [1, 2],
        previous: 3,
        election: 'offline',
        unclean: false,
      }),
      'The controller makes broker 2 leader of orders-0 in leader epoch 6; in sync: brokers 1 and 2.',
    ],
    () => [
      said('LeaderElected', 'broker-1', {
        partition,
        leader: 2,
        leaderEpoch: 6,
        isr: [2],
        previous: 3,
        election: 'offline',
        unclean: true,
      }),
      'The controller makes broker 2 leader of orders-0 in leader epoch 6; in sync: broker 2; it was not in sync, so committed records may be lost.',
    ],
    () => [
      said('SendBlocked', 'p1', { topic: 'orders', waitsFor: 'metadata' }),
      'p1 waits in send() for metadata of orders.',
    ],
    () => [
      said('RecordsFailed', 'p1', { partition, first: 0, count: 1, error: 'NOT_ENOUGH_REPLICAS', batch: batch(['H']) }),
      'p1 gives up record H: NOT_ENOUGH_REPLICAS.',
    ],
    () => [
      said('BatchSent', 'p1', { partition, first: 0, count: 1, attempt: 3, broker: 2 }),
      'p1 sends 1 record for orders-0 to broker 2 again, attempt 3.',
    ],
    () => [
      said('RecordsPrinted', 'c1', { partition, from: 3, to: 5, batches: [batch(['a', 'b', 'c'])] }),
      'c1 prints records a and b of orders-0, offsets 3 to 4.',
    ],
    () => [
      said('PositionReset', 'c1', { partition, to: 0, policy: 'earliest' }),
      'c1 begins orders-0 at offset 0 (auto.offset.reset=earliest).',
    ],
    () => [
      said('AdminAnswered', 'admin', { request: 'CreateTopics', target: 'orders', error: 'NONE' }),
      'The admin client has the answer to CreateTopics for orders: done.',
    ],
  ];

  test.each(cases.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const [sentence, expected] = one();
    expect(sentence).toBe(expected);
  });
});

test('no sentence calls anything an event or a message, nor anything simple', () => {
  const catalogue = entryTypes.map((type) => type).join(' ');
  const all = timeline.entriesBetween(0, timeline.present.step).map((entry) => sentenceOf(entry, names));
  for (const text of [catalogue, ...all])
    expect(text).not.toMatch(/\b(events?|messages?|simply|simple|just|obviously|please)\b/i);
});

describe('what a stranger put into a record', () => {
  const shown = (value: string): string =>
    said('RecordsFailed', 'p1', {
      partition: 0,
      first: 0,
      count: 1,
      error: 'REQUEST_TIMED_OUT',
      batch: batch([value]),
    });

  test('is cut where it is long', () => {
    expect(shown('x'.repeat(100_000))).toBe(`p1 gives up record ${'x'.repeat(32)}…: REQUEST_TIMED_OUT.`);
  });

  test('stays text, whatever it looks like', () => {
    expect(shown('<script>alert(1)</script>')).toBe('p1 gives up record <script>alert(1)</script>: REQUEST_TIMED_OUT.');
    expect(shown('')).toBe('p1 gives up record (empty): REQUEST_TIMED_OUT.');
    expect(shown('\xff\xfe')).toBe('p1 gives up record 0xfffe: REQUEST_TIMED_OUT.');
  });

  test('neither breaks the line nor turns its direction', () => {
    expect(shown('a\nb\tc\x00d')).toBe('p1 gives up record a·b·c·d: REQUEST_TIMED_OUT.');
    const override = Buffer.from('a\u202eb', 'utf8').toString('latin1');
    expect(shown(override)).toBe('p1 gives up record a·b: REQUEST_TIMED_OUT.');
    const arabic = Buffer.from('سلام', 'utf8').toString('latin1');
    expect(shown(arabic)).toBe('p1 gives up record \u2068سلام\u2069: REQUEST_TIMED_OUT.');
  });
});
