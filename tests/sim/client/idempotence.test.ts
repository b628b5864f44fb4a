import { describe, expect, it } from 'vitest';
import { advanced } from '../../../src/sim/client/producer/idempotence.ts';
import type { ProduceRequest } from '../../../src/sim/protocol/client.ts';
import { metadata, ms } from './support/client-bench.ts';
import { answered, contents, onlyBatch, sendTo, startedProducer, warmProducer } from './support/producing.ts';

/** Epoch and sequence range of the only batch of each request. */
function sequences(requests: readonly ProduceRequest[]): (readonly [epoch: number, from: number, count: number])[] {
  return requests.map((request) => {
    const { producerEpoch, baseSequence, records } = onlyBatch(request);
    return [producerEpoch, baseSequence, records.length] as const;
  });
}

describe('an idempotent producer', () => {
  it('asks for a producer id before its first batch leaves', () => {
    const bench = startedProducer({ program: { count: 1 } }).accept();
    bench.answer('MetadataRequest', metadata({ orders: [1] })).accept();
    expect(bench.open('InitProducerIdRequest')).toHaveLength(1);
    expect(bench.open('ProduceRequest')).toEqual([]);
    bench.answer('InitProducerIdRequest', {
      type: 'InitProducerIdResponse',
      errorCode: 'NONE',
      producerId: 42,
      producerEpoch: 0,
    });
    bench.accept();
    expect(onlyBatch(bench.open('ProduceRequest')[0] as never)).toMatchObject({
      producerId: 42,
      producerEpoch: 0,
      baseSequence: 0,
    });
    expect(bench.entriesOf('ProducerIdAssigned')).toEqual([{ producerId: 42, producerEpoch: 0 }]);
  });

  it('asks again when the answer was an error, or was lost', () => {
    const bench = startedProducer({ program: { count: 1 } }).accept();
    bench.answer('MetadataRequest', metadata({ orders: [1] }));
    bench.await('InitProducerIdRequest').answer('InitProducerIdRequest', {
      type: 'InitProducerIdResponse',
      errorCode: 'COORDINATOR_NOT_AVAILABLE',
      producerId: -1,
      producerEpoch: -1,
    });
    expect(bench.open('InitProducerIdRequest')).toEqual([]);
    bench.await('InitProducerIdRequest');
    const asked = bench.open('InitProducerIdRequest').length;
    expect(asked).toBe(1);
    for (const broker of [1, 2, 3])
      if (bench.open('InitProducerIdRequest').length > 0 && bench.dialled.includes(broker)) bench.break(broker);
    bench.await('InitProducerIdRequest');
    expect(bench.open('InitProducerIdRequest')).toHaveLength(1);
  });

  it('numbers the records of each partition through', () => {
    const bench = warmProducer({ leaders: [1, 2] });
    bench.do(sendTo('orders', 0, 'a', 'b')).do(sendTo('orders', 0, 'c'));
    bench
      .do(sendTo('orders', 1, 'x'))
      .await('ProduceRequest')
      .accept();
    expect(sequences(bench.open('ProduceRequest'))).toEqual([
      [0, 1, 2],
      [0, 3, 1],
      [0, 0, 1],
    ]);
  });

  it('sends a batch again with the sequence it had, one at a time until the gap is closed (producer-061)', () => {
    const bench = warmProducer();
    for (const value of ['a', 'b', 'c']) bench.do(sendTo('orders', 0, value));
    expect(sequences(bench.open('ProduceRequest'))).toEqual([
      [0, 1, 1],
      [0, 2, 1],
      [0, 3, 1],
    ]);
    bench.break(1).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[0, 1, 1]]);
    bench.answer('ProduceRequest', (request) => answered(request, 1)).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[0, 2, 1]]);
    bench.answer('ProduceRequest', (request) => answered(request, 2)).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[0, 3, 1]]);
    bench.answer('ProduceRequest', (request) => answered(request, 3));
    expect(bench.entriesOf('RecordsAcknowledged').map(({ first, baseOffset }) => [first, baseOffset])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('keeps the order when the first of several in flight fails: those behind it come back out of order and are sent after it', () => {
    const bench = warmProducer();
    for (const value of ['a', 'b', 'c']) bench.do(sendTo('orders', 0, value));
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_ENOUGH_REPLICAS'));
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    const again: string[] = [];
    for (let offset = 1; offset <= 3; offset++) {
      bench.await('ProduceRequest');
      expect(bench.open('ProduceRequest')).toHaveLength(1);
      bench.answer('ProduceRequest', (request) => {
        again.push(...(contents(request)['orders-0'] as string[]));
        return answered(request, offset);
      });
    }
    expect(again).toEqual(['a', 'b', 'c']);
    expect(bench.state.producerEpoch).toBe(0);
  });

  it('takes DUPLICATE_SEQUENCE_NUMBER for an acknowledgement without an offset', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => answered(request, 'DUPLICATE_SEQUENCE_NUMBER'));
    expect(bench.entriesOf('RecordsAcknowledged').map(({ baseOffset }) => baseOffset)).toEqual([-1]);
  });

  it('raises its epoch and begins again at sequence 0 when the next in line is out of order (KIP-360)', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a')).do(sendTo('orders', 0, 'b'));
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    bench.await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[1, 0, 1]]);
    bench.answer('ProduceRequest', (request) => answered(request, 1)).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[1, 1, 1]]);
    bench.answer('ProduceRequest', (request) => answered(request, 2)).do(sendTo('orders', 0, 'c'));
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[1, 2, 1]]);
  });

  it('raises its epoch and begins again at sequence 0 when the broker has lost its state (UNKNOWN_PRODUCER_ID)', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a')).do(sendTo('orders', 0, 'b'));
    bench.answer('ProduceRequest', (request) => answered(request, 'UNKNOWN_PRODUCER_ID'));
    expect(bench.state.producerEpoch).toBe(1);
    // What was in flight behind it is refused too, and does not raise the epoch once more: its sequence was given anew already.
    bench.answer('ProduceRequest', (request) => answered(request, 'UNKNOWN_PRODUCER_ID')).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[1, 0, 1]]);
    bench.answer('ProduceRequest', (request) => answered(request, 0)).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[1, 1, 1]]);
    expect(bench.state).toMatchObject({ producerId: 7, producerEpoch: 1 });
    expect(bench.entriesOf('RecordsFailed')).toEqual([]);
  });

  it('sends a batch again as it was while the broker cannot say where its log starts (UNKNOWN_PRODUCER_ID)', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => {
      const answer = answered(request, 'UNKNOWN_PRODUCER_ID');
      return {
        ...answer,
        responses: answer.responses.map(({ name, partitionResponses }) => ({
          name,
          partitionResponses: partitionResponses.map((one) => ({ ...one, logStartOffset: -1 })),
        })),
      };
    });
    bench.await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[0, 1, 1]]);
  });

  it('raises its epoch for a gap that is left when retries are used up', () => {
    const bench = warmProducer({ config: { retries: '1' } });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    bench.await('ProduceRequest');
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    expect(bench.entriesOf('RecordsFailed').map(({ error }) => error)).toEqual(['OUT_OF_ORDER_SEQUENCE_NUMBER']);
    bench.do(sendTo('orders', 0, 'b'));
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[2, 0, 1]]);
  });

  it('begins a partition again under the new epoch only when what it sent under the old one is done', () => {
    const bench = warmProducer({ leaders: [1, 1] });
    bench.do(sendTo('orders', 1, 'x'));
    bench.do(sendTo('orders', 0, 'a'));
    const [first] = bench.open('ProduceRequest');
    expect(contents(first as never)).toEqual({ 'orders-1': ['x'] });
    // orders-1 stays in flight while orders-0 loses its place.
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_ENOUGH_REPLICAS'));
    bench.answer('ProduceRequest', (request) => answered(request, 'OUT_OF_ORDER_SEQUENCE_NUMBER'));
    bench.do(sendTo('orders', 1, 'y')).await('ProduceRequest');
    expect(bench.state.producerEpoch).toBe(1);
    const seen: (readonly [string, number, number])[] = [];
    while (seen.length < 3) {
      bench.await('ProduceRequest').answer('ProduceRequest', (request) => {
        for (const { partitionData } of request.topicData) {
          for (const { records } of partitionData)
            seen.push([records.records[0]?.value ?? '', records.producerEpoch, records.baseSequence]);
        }
        return answered(request, 9);
      });
    }
    expect(seen.find(([value]) => value === 'x')).toEqual(['x', 0, 0]);
    expect(seen.find(([value]) => value === 'a')).toEqual(['a', 1, 0]);
    expect(seen.find(([value]) => value === 'y')).toEqual(['y', 1, 0]);
  });

  it('raises its epoch when a batch that may have been appended is given up', () => {
    const bench = warmProducer({ config: { 'request.timeout.ms': '2000', 'delivery.timeout.ms': '2000' } });
    bench.do(sendTo('orders', 0, 'a'));
    bench.break(1);
    const at = bench.now;
    bench.await('ProduceRequest');
    bench.advance(at + ms(2000));
    expect(bench.entriesOf('RecordsFailed').map(({ error }) => error)).toEqual(['TimeoutException']);
    bench.do(sendTo('orders', 0, 'b'));
    expect(sequences(bench.open('ProduceRequest')).at(-1)).toEqual([1, 0, 1]);
  });

  it('does not know of a record that the program sends twice', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a')).do(sendTo('orders', 0, 'a'));
    expect(sequences(bench.open('ProduceRequest'))).toEqual([
      [0, 1, 1],
      [0, 2, 1],
    ]);
  });

  it('has forgotten everything after a crash: another producer id, and its program from the beginning', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a'));
    const { counted } = bench.state.accumulators[0] as { counted: number };
    bench.state = bench['behaviour'].crash(bench.state, 'process');
    expect(bench.state).toMatchObject({ producerId: -1, incomplete: 0, bufferUsed: 0, blocked: [], programNext: 0 });
    expect(bench.state.accumulators).toMatchObject([{ queue: [], inFlight: [], counted }]);
    expect(bench.state.network.metadata.version).toBe(-1);
  });

  it('splits a batch that is too large into parts with sequences of their own', () => {
    const bench = warmProducer({ config: { 'linger.ms': '10' } });
    bench.do(sendTo('orders', 0, 'a', 'b', 'c', 'd')).advance(bench.now + ms(10));
    bench.answer('ProduceRequest', (request) => answered(request, 'MESSAGE_TOO_LARGE')).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[0, 1, 3]]);
    bench.answer('ProduceRequest', (request) => answered(request, 1)).await('ProduceRequest');
    expect(sequences(bench.open('ProduceRequest'))).toEqual([[0, 4, 1]]);
  });
});

describe('sequence numbers', () => {
  it('wrap from 2^31-1 to 0', () => {
    expect(advanced(0, 3)).toBe(3);
    expect(advanced(2147483647, 1)).toBe(0);
    expect(advanced(2147483646, 3)).toBe(1);
  });
});
