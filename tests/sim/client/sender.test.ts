import { describe, expect, it } from 'vitest';
import { metadata, ms } from './support/client-bench.ts';
import { answered, contents, onlyBatch, readyProducer, sendTo, warmProducer } from './support/producing.ts';

const plain = { acks: '1' };

describe('an acknowledgement', () => {
  it('says at which offset the records are', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a', 'b'));
    const sent = onlyBatch(bench.open('ProduceRequest')[0] as never);
    bench.answer('ProduceRequest', (request) => answered(request, 40));
    expect(bench.entriesOf('RecordsAcknowledged')).toEqual([
      { partition: 0, first: 1, count: 2, baseOffset: 40, acks: 1, batch: sent },
    ]);
  });

  it('is not waited for with acks=0: what was sent counts, at offset -1 (producer-037)', () => {
    const bench = warmProducer({ config: { acks: '1' } });
    bench.do({ type: 'configureClient', node: 'p', config: { acks: '0' } });
    bench
      .do(sendTo('orders', 0, 'a'))
      .await('MetadataRequest')
      .answer('MetadataRequest', metadata({ orders: [1] }))
      .accept();
    expect(bench.entriesOf('RecordsAcknowledged').map(({ baseOffset, acks }) => [baseOffset, acks])).toEqual([[-1, 0]]);
    expect(bench.open('ProduceRequest')).toEqual([]);
    expect(bench.state).toMatchObject({ incomplete: 0, bufferUsed: 0 });
  });
});

describe('max.in.flight.requests.per.connection', () => {
  it('lets so many requests be without an answer; further batches wait', () => {
    const bench = warmProducer({ config: { ...plain, 'max.in.flight.requests.per.connection': '2' } });
    for (const value of ['a', 'b', 'c', 'd']) bench.do(sendTo('orders', 0, value));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['a'] }, { 'orders-0': ['b'] }]);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    // What waited meanwhile is one batch now.
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['b'] }, { 'orders-0': ['c', 'd'] }]);
  });

  it('of 1 keeps a partition from sending to a new leader while the old one has not answered', () => {
    const sentMeanwhile = (inFlight: string): number => {
      const bench = warmProducer({ config: { ...plain, 'max.in.flight.requests.per.connection': inFlight } });
      bench.do(sendTo('orders', 0, 'a'));
      // The metadata for another topic tells of the new leader, which has no request of this producer yet.
      bench.do(sendTo('other', 0, 'x')).await('MetadataRequest');
      bench.answer('MetadataRequest', metadata({ orders: [2], other: [3] }, { epoch: 1 })).accept();
      bench.do(sendTo('orders', 0, 'b')).accept();
      return bench.open('ProduceRequest').filter((request) => contents(request)['orders-0'] !== undefined).length;
    };
    expect(sentMeanwhile('5')).toBe(2);
    expect(sentMeanwhile('1')).toBe(1);
  });
});

describe('a retriable error', () => {
  it('sends the batch back to its queue, to be sent again after retry.backoff.ms', () => {
    const bench = warmProducer({ config: plain, era: '2.8' });
    bench.do(sendTo('orders', 0, 'a'));
    const at = bench.now;
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_ENOUGH_REPLICAS'));
    expect(bench.entriesOf('BatchRetried')).toEqual([
      { partition: 0, first: 1, count: 1, error: 'NOT_ENOUGH_REPLICAS' },
    ]);
    bench.advance(at + ms(99));
    expect(bench.open('ProduceRequest')).toEqual([]);
    bench.advance(at + ms(100));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['a'] }]);
    expect(bench.entriesOf('BatchSent').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('waits twice as long each time from 3.7 on, up to retry.backoff.max.ms', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a'));
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      const at = bench.now;
      bench.answer('ProduceRequest', (request) => answered(request, 'NOT_ENOUGH_REPLICAS')).await('ProduceRequest');
      waits.push((bench.now - at) / 1000);
    }
    waits.forEach((wait, i) => {
      const term = Math.min(100 * 2 ** i, 1000);
      expect(wait).toBeGreaterThanOrEqual(term * 0.8 - 1);
      expect(wait).toBeLessThanOrEqual(Math.min(term * 1.2 + 1, 1001));
    });
  });

  it('fails the records when retries are used up, even if delivery.timeout.ms is left (producer-064)', () => {
    const bench = warmProducer({ config: { ...plain, retries: '2' } });
    bench.do(sendTo('orders', 0, 'a'));
    for (let i = 0; i < 3; i++)
      bench.await('ProduceRequest').answer('ProduceRequest', (request) => answered(request, 'NOT_ENOUGH_REPLICAS'));
    expect(bench.entriesOf('BatchRetried')).toHaveLength(2);
    expect(bench.entriesOf('RecordsFailed').map(({ error, first, count }) => [error, first, count])).toEqual([
      ['NOT_ENOUGH_REPLICAS', 1, 1],
    ]);
    expect(bench.state.incomplete).toBe(0);
  });

  it('lets the batches in flight behind it overtake it without idempotence (producer-059)', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a')).do(sendTo('orders', 0, 'b'));
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_ENOUGH_REPLICAS'));
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    bench.await('ProduceRequest').answer('ProduceRequest', (request) => answered(request, 2));
    expect(bench.entriesOf('RecordsAcknowledged').map(({ first, baseOffset }) => [first, baseOffset])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });
});

describe('an error that is final', () => {
  it('fails the records at once', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => answered(request, 'INVALID_RECORD'));
    expect(bench.entriesOf('RecordsFailed').map(({ error }) => error)).toEqual(['INVALID_RECORD']);
    expect(bench.entriesOf('BatchRetried')).toEqual([]);
  });
});

describe('a leader that has moved', () => {
  it('is found in new metadata, which NOT_LEADER_OR_FOLLOWER asks for', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [3] }, { epoch: 1 }));
    bench.await('ProduceRequest');
    expect(bench.dialled.at(-1)).toBe(3);
    expect(bench.entriesOf('BatchSent').map(({ broker }) => broker)).toEqual([1, 3]);
  });

  it('ends the backoff from 3.7 on (KIP-951), and not before', () => {
    for (const [era, early] of [
      ['2.8', false],
      ['3.9', true],
    ] as const) {
      const bench = warmProducer({
        config: {
          ...plain,
          'retry.backoff.ms': '10000',
          'retry.backoff.max.ms': '10000',
          'delivery.timeout.ms': '120000',
        },
        era,
      });
      bench.do(sendTo('orders', 0, 'a'));
      bench.answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
      bench.do(sendTo('other', 0, 'x'));
      bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [3], other: [2] }, { epoch: 1 }));
      bench.accept().accept();
      expect(
        bench.open('ProduceRequest').some((request) => contents(request)['orders-0'] !== undefined),
        era,
      ).toBe(early);
    }
  });

  it('leaves batches waiting while there is none, and takes them as soon as there is one (producer-052)', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [-1] }, { epoch: 1 }));
    bench.advance(bench.now + ms(50));
    expect(bench.open('ProduceRequest')).toEqual([]);
    for (let i = 0; i < 5; i++)
      bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [-1] }, { epoch: 1 }));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }, { epoch: 2 }));
    bench.await('ProduceRequest');
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['a'] }]);
  });
});

describe('a broken connection', () => {
  it('fails everything in flight, which is sent again youngest first without idempotence, and else in its order (producer-059, producer-074)', () => {
    const kcat = { 'linger.ms': '0', acks: '1' };
    for (const { client, config, order } of [
      // Each goes to the front of the queue, the oldest first.
      { client: 'java', config: plain, order: ['c', 'b', 'a', 'd'] },
      { client: 'java', config: {}, order: ['a', 'b', 'c', 'd'] },
      { client: 'kcat', config: kcat, order: ['a', 'b', 'c', 'd'] },
    ]) {
      const bench = warmProducer({ client, config });
      for (const value of ['a', 'b', 'c']) bench.do(sendTo('orders', 0, value));
      bench.break(1);
      expect(bench.entriesOf('BatchRetried').map(({ first, error }) => [first, error])).toEqual([
        [1, 'NETWORK_EXCEPTION'],
        [2, 'NETWORK_EXCEPTION'],
        [3, 'NETWORK_EXCEPTION'],
      ]);
      bench.do(sendTo('orders', 0, 'd'));
      const again: string[] = [];
      for (let offset = 1; offset <= 4; offset++) {
        bench.await('ProduceRequest').answer('ProduceRequest', (request) => {
          again.push(...(contents(request)['orders-0'] as string[]));
          return answered(request, offset);
        });
      }
      expect(again).toEqual(order);
    }
  });

  it('is a timeout when an answer was overdue: REQUEST_TIMED_OUT from 3.0, NETWORK_EXCEPTION before', () => {
    for (const [era, error] of [
      ['2.8', 'NETWORK_EXCEPTION'],
      ['3.9', 'REQUEST_TIMED_OUT'],
    ] as const) {
      const bench = warmProducer({ config: plain, era });
      bench.do(sendTo('orders', 0, 'a')).break(1, 'timeout');
      expect(bench.entriesOf('BatchRetried').map((entry) => entry.error)).toEqual([error]);
    }
  });

  it('leaves nothing to acknowledge twice: with acks=0 the records are gone', () => {
    const bench = readyProducer({ config: { acks: '0' }, program: { count: 3, interval: ms(10), partition: 0 } });
    bench.accept().advance(ms(100));
    expect(bench.entriesOf('RecordsAcknowledged')).toHaveLength(3);
    bench.break(1);
    expect(bench.entriesOf('BatchRetried')).toEqual([]);
  });
});
