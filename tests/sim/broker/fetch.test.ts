import { describe, expect, test } from 'vitest';

import { fromMs } from '../../../src/sim/time.ts';
import type { FetchResponse } from '../../../src/sim/protocol/client.ts';
import { raiseHighWatermark } from '../../../src/sim/log/high-watermark.ts';
import { vecSet } from '../../../src/lib/vec.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker } from './test-broker.ts';
import { caseOf } from './vectors.ts';

interface Bounds {
  readonly id: string;
  readonly logStartOffset: number;
  readonly hw: number;
  readonly leo: number;
  readonly consumerFetch: readonly { readonly offset: number; readonly outcome: string }[];
}

const NOW = { maxWaitMs: 0 };

/** A leader of a log with one record a batch that is marked as said. */
function leaderWith({ logStartOffset, hw, leo }: { logStartOffset: number; hw: number; leo: number }): TestBroker {
  const broker = new TestBroker();
  broker.leaderAndIsr();
  for (let i = 0; i < leo; i++) broker.produce(batchOf(1));
  const { it: replica } = broker;
  const log = { ...raiseHighWatermark(replica.log, hw), logStartOffset };
  broker.state = { ...broker.state, replicas: vecSet(broker.state.replicas, replica.partition, { ...replica, log }) };
  return broker;
}

function outcome(answer: FetchResponse | null): string {
  const partition = answer?.responses[0]?.partitions[0];
  if (partition === undefined) return 'empty (waits)';
  if (partition.errorCode !== 'NONE') return partition.errorCode;
  const [first, last] = [partition.records.at(0)?.baseOffset, partition.records.at(-1)?.lastOffset];
  return first === last ? `record ${first}` : `records ${first}..${last}`;
}

describe('high-watermark-056: a consumer', () => {
  const bounds = caseOf<Bounds>('high-watermark-056');

  test.each(bounds.consumerFetch)('that fetches at $offset gets: $outcome', (each) => {
    const broker = leaderWith(bounds);
    const expected = each.outcome.replace(', not an error although above the HW', '');
    expect(outcome(broker.fetch(-1, each.offset))).toBe(expected);
    if (!expected.startsWith('empty')) return;
    broker.sleep(499);
    expect(broker.answersTo('consumer')).toBe(0);
    broker.sleep(1);
    expect(broker.lastAnswer('consumer')).toMatchObject({
      errorCode: 'NONE',
      responses: [{ partitions: [{ errorCode: 'NONE', records: [] }] }],
    });
  });
});

test('high-watermark-053, high-watermark-055: a consumer reads below the high watermark, a follower below the log end', () => {
  const broker = leaderWith({ logStartOffset: 0, hw: 3, leo: 5 });
  expect(outcome(broker.fetch(-1, 0))).toBe('records 0..2');
  expect(outcome(broker.fetch(2, 0, {}, NOW))).toBe('records 0..4');
});

describe('a long poll', () => {
  test('of a follower ends when a record is written, and of a consumer when the high watermark has passed it', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1, 2], isr: [1, 2] });
    broker.fetch(2, 0);
    broker.fetch(-1, 0);
    broker.produce(batchOf(2));
    expect([broker.answersTo('broker-2'), broker.answersTo('consumer')]).toEqual([1, 0]);
    broker.fetch(2, 2);
    expect(broker.answersTo('consumer')).toBe(1);
    expect(outcome(broker.lastAnswer('consumer') as FetchResponse)).toBe('records 0..1');
  });

  test('of a follower goes on when only the high watermark rises', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(2));
    broker.fetch(2, 2);
    broker.fetch(3, 2);
    expect(broker.it.log.highWatermark).toBe(2);
    expect([broker.answersTo('broker-2'), broker.answersTo('broker-3')]).toEqual([0, 0]);
    broker.sleep(500);
    expect(broker.lastAnswer('broker-2')).toMatchObject({
      responses: [{ partitions: [{ highWatermark: 2, records: [] }] }],
    });
  });

  test('ends with what there is when fetch.max.wait.ms have passed', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1], isr: [1] });
    broker.produce(batchOf(1));
    expect(broker.fetch(-1, 0, {}, { minBytes: 10_000 })).toBeNull();
    broker.sleep(500);
    expect(outcome(broker.lastAnswer('consumer') as FetchResponse)).toBe('record 0');
  });

  test('ends when enough bytes have gathered', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1], isr: [1] });
    broker.fetch(-1, 0, {}, { minBytes: 3 * batchOf(1).sizeInBytes });
    broker.produce(batchOf(1));
    broker.produce(batchOf(1));
    expect(broker.answersTo('consumer')).toBe(0);
    broker.produce(batchOf(1));
    expect(outcome(broker.lastAnswer('consumer') as FetchResponse)).toBe('records 0..2');
  });

  test('of a client that is gone is forgotten', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1], isr: [1] });
    broker.fetch(-1, 0);
    broker.deliver({ type: 'closed', connection: broker.connection('consumer'), peer: 50 });
    broker.produce(batchOf(1));
    broker.sleep(1000);
    expect(broker.answersTo('consumer')).toBe(0);
    expect(broker.it.watchers).toEqual([]);
  });
});

describe('the size of an answer', () => {
  const two = (): TestBroker => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1], isr: [1] });
    broker.leaderAndIsr({ replicas: [1], isr: [1], partitionIndex: 1 });
    for (let i = 0; i < 3; i++) {
      broker.produce(batchOf(1));
      broker.produce(batchOf(1), 1, 'p1', 1);
    }
    return broker;
  };
  const size = batchOf(1).sizeInBytes;
  const counts = (answer: FetchResponse | null): readonly number[] =>
    (answer?.responses ?? []).flatMap((topic) => topic.partitions.map((partition) => partition.records.length));
  const asked = (partition: number): { partition: number } => ({ partition });

  test('is bound for each partition, but the first batch of all comes whatever its size', () => {
    expect(counts(two().fetch(-1, 0, { partitionMaxBytes: 2 * size }))).toEqual([2]);
    expect(counts(two().fetch(-1, 0, { partitionMaxBytes: 1 }))).toEqual([1]);
  });

  test('is bound for all partitions together', () => {
    const broker = two();
    const partitions = [asked(0), asked(1)].map((each) => ({
      ...each,
      currentLeaderEpoch: 0,
      fetchOffset: 0,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: 1_000_000,
    }));
    const topics = [{ topic: 'orders', partitions }];
    expect(counts(broker.fetch(-1, 0, {}, { topics, maxBytes: 4 * size }))).toEqual([3, 1]);
    expect(counts(broker.fetch(-1, 0, {}, { topics, maxBytes: 1 }))).toEqual([1, 0]);
  });
});

describe('a fetch is refused', () => {
  test('high-watermark-065: with an older epoch FENCED_LEADER_EPOCH, with a newer UNKNOWN_LEADER_EPOCH, elsewhere NOT_LEADER_OR_FOLLOWER', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ leaderEpoch: 4 });
    expect(outcome(broker.fetch(2, 0, { currentLeaderEpoch: 3 }))).toBe('FENCED_LEADER_EPOCH');
    expect(outcome(broker.fetch(2, 0, { currentLeaderEpoch: 5 }))).toBe('UNKNOWN_LEADER_EPOCH');
    broker.leaderAndIsr({ leader: 2, leaderEpoch: 5 });
    expect(outcome(broker.fetch(3, 0, { currentLeaderEpoch: 5 }))).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(broker.entries('FetchRefused').map((entry) => entry.error)).toEqual([
      'FENCED_LEADER_EPOCH',
      'UNKNOWN_LEADER_EPOCH',
      'NOT_LEADER_OR_FOLLOWER',
    ]);
  });

  test('and from 3.7 names the leader it knows of, so that the client need not ask for it', () => {
    const named = (era: '2.8' | '3.9'): unknown => {
      const broker = new TestBroker({ era });
      broker.leaderAndIsr({ leader: 2, leaderEpoch: 5 });
      return broker.fetch(3, 0)?.responses[0]?.partitions[0]?.currentLeader;
    };
    expect(named('3.9')).toEqual({ leaderId: 2, leaderEpoch: 5 });
    expect(named('2.8')).toBeNull();
  });

  test('for a follower that is not assigned, and for a partition nobody knows', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1, 2], isr: [1, 2] });
    expect(outcome(broker.fetch(3, 0))).toBe('UNKNOWN_LEADER_EPOCH');
    expect(outcome(broker.fetch(-1, 0, { partition: 7 }))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  test('for a partition of somebody else with NOT_LEADER_OR_FOLLOWER: it is known, but not here', () => {
    const broker = new TestBroker();
    broker.metadata(1, [1, 2, 3], [0]);
    expect(outcome(broker.fetch(-1, 0))).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  test('but a consumer may read from a follower, up to its high watermark', () => {
    const broker = leaderWith({ logStartOffset: 0, hw: 2, leo: 4 });
    broker.leaderAndIsr({ leader: 2, leaderEpoch: 1 });
    expect(outcome(broker.fetch(-1, 0))).toBe('records 0..1');
  });
});

test('a parked fetch is answered when the broker stops leading, a produce that waits too', () => {
  const broker = new TestBroker();
  broker.leaderAndIsr();
  broker.fetch(2, 0);
  broker.produce(batchOf(1), -1);
  broker.fetch(2, 1);
  broker.leaderAndIsr({ leader: 2, leaderEpoch: 1 });
  expect(outcome(broker.lastAnswer('broker-2') as FetchResponse)).toBe('FENCED_LEADER_EPOCH');
  expect(broker.lastAnswer('p1')).toMatchObject({
    responses: [{ partitionResponses: [{ errorCode: 'NOT_LEADER_OR_FOLLOWER' }] }],
  });
});

test('a leader that is elected again answers nobody for that: the old epoch is refused when the wait ends', () => {
  const broker = new TestBroker();
  broker.leaderAndIsr();
  broker.fetch(2, 0);
  broker.leaderAndIsr({ leaderEpoch: 1, partitionEpoch: 1 });
  expect(broker.answersTo('broker-2')).toBe(0);
  broker.turn.now += fromMs(500);
  broker.deliver({ type: 'timer', slot: [...broker.turn.timers].find(([slot]) => slot >= 64)?.[0] ?? 0 });
  expect(outcome(broker.lastAnswer('broker-2') as FetchResponse)).toBe('FENCED_LEADER_EPOCH');
});
