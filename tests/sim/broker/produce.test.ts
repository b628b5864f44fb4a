import { describe, expect, test } from 'vitest';

import type { Body } from '../../../src/sim/protocol/body.ts';
import { batchOf } from '../log/batches.ts';
import { acceptProposals } from './controller-answers.ts';
import { TestBroker, type Options } from './test-broker.ts';

const NOW = { maxWaitMs: 0 };

function leader(isr: readonly number[], options: Options & { replicas?: readonly number[] } = {}): TestBroker {
  const broker = new TestBroker(options);
  broker.leaderAndIsr({ replicas: options.replicas ?? [1, 2, 3], isr });
  return broker;
}

const minIsr = (count: number): Options => ({ config: { 'min.insync.replicas': String(count) } });

/** Error and base offset of the only partition of an answer. */
function told(answer: Body | null): unknown {
  if (answer?.type !== 'ProduceResponse') return null;
  const { errorCode, baseOffset } = answer.responses[0]?.partitionResponses[0] ?? { errorCode: '', baseOffset: -2 };
  return [errorCode, baseOffset];
}

describe('acks=0', () => {
  test('producer-037: is written without a look at min.insync.replicas, and never answered', () => {
    const broker = leader([1], minIsr(2));
    expect(broker.produce(batchOf(1), 0)).toBeNull();
    expect([broker.it.log.logEndOffset, broker.turn.silent]).toEqual([1, [broker.connection('p1')]]);
  });

  test('closes the connection on any error: it is all the producer will learn', () => {
    const broker = leader([1], { config: { 'message.max.bytes': '69' } });
    broker.produce(batchOf(1), 0);
    expect(broker.turn.closed).toEqual([broker.connection('p1')]);
    expect(broker.entries('ProduceRefused')).toMatchObject([{ error: 'MESSAGE_TOO_LARGE' }]);
  });
});

test('producer-038: acks=1 is acknowledged when the leader has written, below any minimum', () => {
  const broker = leader([1], minIsr(2));
  expect(told(broker.produce(batchOf(2), 1))).toEqual(['NONE', 0]);
  expect(told(broker.produce(batchOf(2), 1))).toEqual(['NONE', 2]);
});

describe('acks=all', () => {
  test('producer-040: is acknowledged when every in-sync replica has it, not just the minimum of them', () => {
    const broker = leader([1, 2, 3], minIsr(2));
    expect(broker.produce(batchOf(2), -1)).toBeNull();
    broker.fetch(2, 2, {}, NOW);
    expect(broker.answersTo('p1')).toBe(0);
    broker.fetch(3, 2, {}, NOW);
    expect(told(broker.lastAnswer('p1'))).toEqual(['NONE', 0]);
  });

  test('producer-041: needs only those in the ISR', () => {
    const broker = leader([1, 2], minIsr(2));
    broker.produce(batchOf(2), -1);
    broker.fetch(2, 2, {}, NOW);
    expect(told(broker.lastAnswer('p1'))).toEqual(['NONE', 0]);
  });

  test('producer-043: with a single replica is acknowledged at once', () => {
    expect(told(leader([1], { replicas: [1] }).produce(batchOf(1), -1))).toEqual(['NONE', 0]);
  });

  test('producer-044: below the minimum is refused, and nothing is written', () => {
    const broker = leader([1], minIsr(2));
    expect(told(broker.produce(batchOf(1), -1))).toEqual(['NOT_ENOUGH_REPLICAS', -1]);
    expect(broker.it.log.logEndOffset).toBe(0);
  });

  test('producer-046: from 3.7 the minimum is never more than there are replicas', () => {
    const broker = leader([1, 2], { ...minIsr(3), replicas: [1, 2] });
    broker.produce(batchOf(1), -1);
    broker.fetch(2, 1, {}, NOW);
    expect(told(broker.lastAnswer('p1'))).toEqual(['NONE', 0]);
  });

  test('producer-047: before, a minimum above the replicas refuses every write', () => {
    const broker = leader([1, 2], { ...minIsr(3), era: '2.8', replicas: [1, 2] });
    expect(told(broker.produce(batchOf(1), -1))).toEqual(['NOT_ENOUGH_REPLICAS', -1]);
  });

  test('producer-049: an ISR that shrinks below the minimum stops the high watermark, and the request times out', () => {
    const broker = leader([1, 2], minIsr(2));
    broker.produce(batchOf(1), -1);
    broker.leaderAndIsr({ isr: [1], leaderEpoch: 1, partitionEpoch: 1 });
    expect([broker.it.log.highWatermark, broker.answersTo('p1')]).toEqual([0, 0]);
    broker.sleep(29_999);
    expect(broker.answersTo('p1')).toBe(0);
    broker.sleep(1);
    expect(told(broker.lastAnswer('p1'))).toEqual(['REQUEST_TIMED_OUT', 0]);
    expect(broker.it.log.logEndOffset).toBe(1);
  });

  test('producer-049: or succeeds, if the ISR recovers in time', () => {
    const broker = leader([1, 2], minIsr(2));
    broker.produce(batchOf(1), -1);
    broker.leaderAndIsr({ isr: [1], leaderEpoch: 1, partitionEpoch: 1 });
    broker.fetch(2, 1, {}, NOW);
    acceptProposals(broker);
    expect(told(broker.lastAnswer('p1'))).toEqual(['NONE', 0]);
  });

  test('before 3.7 such a request is written and then told NOT_ENOUGH_REPLICAS_AFTER_APPEND', () => {
    const broker = leader([1, 2], { ...minIsr(2), era: '2.8' });
    broker.produce(batchOf(1), -1);
    broker.leaderAndIsr({ isr: [1], leaderEpoch: 1, partitionEpoch: 1 });
    expect(told(broker.lastAnswer('p1'))).toEqual(['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 0]);
    expect([broker.it.log.logEndOffset, broker.it.log.highWatermark]).toEqual([1, 1]);
  });

  test('producer-050: waits for a slow follower until it is dropped from the ISR', () => {
    const broker = leader([1, 2], { replicas: [1, 2], config: { 'replica.lag.time.max.ms': '10000' } });
    broker.produce(batchOf(1), -1);
    broker.sleep(10_000);
    expect(broker.answersTo('p1')).toBe(0);
    broker.sleep(5_000);
    acceptProposals(broker);
    expect(told(broker.lastAnswer('p1'))).toEqual(['NONE', 0]);
  });

  test('is answered for the high watermark that passed it, whose cause is the last fetch', () => {
    const broker = leader([1, 2], { replicas: [1, 2] });
    broker.produce(batchOf(1), -1);
    broker.fetch(2, 1, {}, NOW);
    const moved = broker.lastEntry('HighWatermarkAdvanced');
    const answer = broker.turn.responses.findLast((sent) => sent.body.type === 'ProduceResponse');
    expect(answer?.cause).toBe(moved.seq);
    expect(moved.causes).toEqual([broker.lastEntry('FollowerFetched').seq]);
  });

  test('of a producer that is gone is not answered, and nobody waits for it any more', () => {
    const broker = leader([1, 2], { replicas: [1, 2] });
    broker.produce(batchOf(1), -1);
    broker.deliver({ type: 'closed', connection: broker.connection('p1'), peer: 50 });
    expect(broker.it.duties?.waitingProduces).toEqual([]);
    broker.fetch(2, 1, {}, NOW);
    broker.sleep(30_000);
    expect(broker.answersTo('p1')).toBe(0);
  });
});

describe('a produce is refused', () => {
  test('for any number of acks but 0, 1 and all', () => {
    expect(told(leader([1]).produce(batchOf(1), 2))).toEqual(['INVALID_REQUIRED_ACKS', -1]);
  });

  test('by a follower, for an unknown partition, and for a batch that is too large', () => {
    const broker = leader([1], { config: { 'message.max.bytes': '69' } });
    expect(told(broker.produce(batchOf(1)))).toEqual(['MESSAGE_TOO_LARGE', -1]);
    expect(told(broker.produce(batchOf(1), 1, 'p1', 9))).toEqual(['UNKNOWN_TOPIC_OR_PARTITION', -1]);
    broker.leaderAndIsr({ leader: 2, leaderEpoch: 1 });
    expect(told(broker.produce(batchOf(1)))).toEqual(['NOT_LEADER_OR_FOLLOWER', -1]);
  });
});

describe('an idempotent producer', () => {
  const sent = (baseSequence: number, producerEpoch = 0): ReturnType<typeof batchOf> =>
    batchOf(1, { producerId: 7, producerEpoch, baseSequence });

  test('that repeats a batch is acknowledged with its old offset, and nothing is written', () => {
    const broker = leader([1], { replicas: [1] });
    broker.produce(sent(0));
    broker.produce(sent(1));
    expect(told(broker.produce(sent(0), -1))).toEqual(['NONE', 0]);
    expect([broker.it.log.logEndOffset, broker.entries('DuplicateBatch').length]).toEqual([2, 1]);
  });

  test('that leaves a gap or comes back with an old epoch is refused', () => {
    const broker = leader([1], { replicas: [1] });
    broker.produce(sent(0, 3));
    expect(told(broker.produce(sent(2, 3)))).toEqual(['OUT_OF_ORDER_SEQUENCE_NUMBER', -1]);
    expect(told(broker.produce(sent(1, 2)))).toEqual(['INVALID_PRODUCER_EPOCH', -1]);
  });
});

test('one partition of a request may fail while another waits, and both are answered together', () => {
  const broker = leader([1, 2], { replicas: [1, 2] });
  const records = batchOf(1);
  const body = {
    type: 'ProduceRequest',
    transactionalId: null,
    acks: -1,
    timeoutMs: 30_000,
    topicData: [
      {
        name: 'orders',
        partitionData: [
          { index: 0, records },
          { index: 9, records },
        ],
      },
    ],
  } as const;
  expect(broker.ask('p1', body, 'ProduceResponse')).toBeNull();
  broker.fetch(2, 1, {}, NOW);
  expect(broker.lastAnswer('p1')).toMatchObject({
    responses: [
      {
        name: 'orders',
        partitionResponses: [
          { index: 0, errorCode: 'NONE' },
          { index: 9, errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' },
        ],
      },
    ],
  });
});
