import { describe, expect, it } from 'vitest';
import { metadata, ms } from './support/client-bench.ts';
import { answered, contents, readyProducer, sendTo, warmProducer } from './support/producing.ts';

const plain = { acks: '1' };

describe('delivery.timeout.ms', () => {
  it('gives up what nobody could be asked to take', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a'));
    const at = bench.now;
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
    for (let time = at; time < at + ms(119_990); time += ms(1000)) {
      bench.advance(time).accept();
      while (bench.open('MetadataRequest').length > 0)
        bench.answer('MetadataRequest', metadata({ orders: [-1] }, { epoch: 1 }));
    }
    expect(bench.entriesOf('RecordsFailed')).toEqual([]);
    bench.advance(at + ms(120_000));
    expect(bench.entriesOf('RecordsFailed').map(({ error, first }) => [error, first])).toEqual([
      ['TimeoutException', 1],
    ]);
    expect(bench.state).toMatchObject({ incomplete: 0, bufferUsed: 0, leaderless: [] });
  });

  it('gives up what is in flight; an answer that comes later is ignored', () => {
    const bench = warmProducer({ config: { ...plain, 'request.timeout.ms': '5000', 'delivery.timeout.ms': '5000' } });
    bench.do(sendTo('orders', 0, 'a')).advance(bench.now + ms(5000));
    expect(bench.entriesOf('RecordsFailed')).toHaveLength(1);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(bench.entriesOf('RecordsAcknowledged')).toEqual([]);
    bench.do(sendTo('orders', 0, 'b'));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['b'] }]);
  });
});

describe('a batch that is too large for the broker', () => {
  it('is split and sent again as if never tried (producer-056)', () => {
    const bench = warmProducer({ config: { ...plain, 'linger.ms': '10' } });
    bench
      .do(sendTo('orders', 0, 'a'.repeat(100), 'b'.repeat(100), 'c'.repeat(100), 'd'.repeat(100)))
      .advance(bench.now + ms(10));
    bench.answer('ProduceRequest', (request) => answered(request, 'MESSAGE_TOO_LARGE'));
    const values = bench
      .open('ProduceRequest')
      .map((request) => (contents(request)['orders-0'] as string[]).map((value) => value[0]));
    expect(values).toEqual([['a'], ['b'], ['c'], ['d']]);
    expect(
      bench
        .entriesOf('BatchSent')
        .slice(1)
        .map(({ attempt, first, count }) => [attempt, first, count]),
    ).toEqual([
      [1, 1, 1],
      [1, 2, 1],
      [1, 3, 1],
      [1, 4, 1],
    ]);
    for (let offset = 1; offset <= 4; offset++) bench.answer('ProduceRequest', (request) => answered(request, offset));
    expect(bench.state).toMatchObject({ incomplete: 0, bufferUsed: 0 });
  });

  it.each([
    ['kafka-python', []],
    ['kcat', []],
    ['librdkafka', []],
    ['kafka-python-3.0', [['a'], ['b']]],
  ])('fails as a whole where the client does not split: %s sends %j', (client, sent) => {
    const bench = warmProducer({ client, config: { acks: '1', 'enable.idempotence': 'false', 'linger.ms': '10' } });
    bench.do(sendTo('orders', 0, 'a'.repeat(100), 'b'.repeat(100))).advance(bench.now + ms(10));
    bench.answer('ProduceRequest', (request) => answered(request, 'MESSAGE_TOO_LARGE'));
    const again = bench
      .open('ProduceRequest')
      .map((request) => (contents(request)['orders-0'] as string[]).map((value) => value[0]));
    expect(again).toEqual(sent);
    expect(bench.entriesOf('RecordsFailed').map(({ error, count }) => [error, count])).toEqual(
      sent.length > 0 ? [] : [['MESSAGE_TOO_LARGE', 2]],
    );
  });

  it('fails when it is a single record', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('orders', 0, 'a'));
    bench.answer('ProduceRequest', (request) => answered(request, 'MESSAGE_TOO_LARGE'));
    expect(bench.entriesOf('RecordsFailed').map(({ error }) => error)).toEqual(['MESSAGE_TOO_LARGE']);
  });
});

describe('flush() and close()', () => {
  it('flush sends what lingers, and the program waits until all of it is done', () => {
    const bench = readyProducer({
      config: { ...plain, 'linger.ms': '60000', 'delivery.timeout.ms': '120000' },
      program: { interval: ms(10), partition: 0 },
    });
    bench.advance(ms(55));
    expect(bench.open('ProduceRequest')).toEqual([]);
    bench.do({ type: 'flush', node: 'p' }).await('ProduceRequest');
    expect(bench.open('ProduceRequest')).toHaveLength(1);
    const { programNext } = bench.state;
    bench.advance(ms(200));
    expect(bench.state.programNext).toBe(programNext);
    bench.answer('ProduceRequest', (request) => answered(request, 0));
    expect(bench.state.flushing).toBe(false);
    expect(bench.state.programNext).toBe(programNext + 1);
    bench.advance(ms(300));
    expect(bench.open('ProduceRequest')).toEqual([]);
  });

  it('close sends what lingers and ends the process when it has been answered', () => {
    const bench = readyProducer({
      config: { ...plain, 'linger.ms': '60000', 'delivery.timeout.ms': '120000' },
      program: { interval: ms(10), partition: 0 },
    });
    bench.advance(ms(55)).take({ type: 'stop' }).await('ProduceRequest');
    expect(bench.exited).toBe(false);
    const { programNext } = bench.state;
    bench.advance(ms(500)).answer('ProduceRequest', (request) => answered(request, 0));
    expect(bench.exited).toBe(true);
    expect(bench.state.programNext).toBe(programNext);
    expect(bench.entriesOf('RecordsAcknowledged').reduce((sum, { count }) => sum + count, 0)).toBe(programNext);
  });

  it('close fails what still waits in send()', () => {
    const bench = warmProducer({ config: plain });
    bench.do(sendTo('unheard', 0, 'a')).take({ type: 'stop' });
    expect(bench.entriesOf('SendFailed')).toEqual([
      { topic: 'unheard', error: 'KafkaException', key: null, value: 'a' },
    ]);
    expect(bench.exited).toBe(true);
  });
});
