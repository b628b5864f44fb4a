import { describe, expect, it } from 'vitest';
import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import { metadata, ms } from './support/client-bench.ts';
import {
  answered,
  contents,
  onlyBatch,
  readyProducer,
  sendTo,
  startedProducer,
  warmProducer,
} from './support/producing.ts';

describe('a batch', () => {
  it('leaves at once without linger.ms', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a'));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['a'] }]);
  });

  it('waits for more records for linger.ms, counted from its first record (producer-073)', () => {
    const bench = warmProducer({ config: { 'linger.ms': '20' } });
    const start = bench.now;
    bench.do(sendTo('orders', 0, 'a'));
    bench.advance(start + ms(15)).do(sendTo('orders', 0, 'b'));
    bench.advance(start + ms(19));
    expect(bench.open('ProduceRequest')).toEqual([]);
    bench.advance(start + ms(20));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['a', 'b'] }]);
  });

  it('leaves before linger.ms when it is full, and the record that did not fit begins the next', () => {
    const bench = warmProducer({ config: { 'linger.ms': '5000', 'batch.size': '200' } });
    bench.do(sendTo('orders', 0, 'x'.repeat(60), 'y'.repeat(60)));
    expect(bench.open('ProduceRequest')).toEqual([]);
    bench.do(sendTo('orders', 0, 'z'.repeat(60)));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['x'.repeat(60), 'y'.repeat(60)] }]);
  });

  it('holds one record at least, however large', () => {
    const bench = warmProducer({ config: { 'batch.size': '0' } });
    const [a, b] = ['a'.repeat(50), 'b'.repeat(50)] as const;
    bench.do(sendTo('orders', 0, a, b));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': [a] }, { 'orders-0': [b] }]);
  });

  it('has the size of its bytes, the times of its records, and says whose records it holds', () => {
    const bench = warmProducer({ config: { 'linger.ms': '10' } });
    bench.advance(ms(1000)).do(sendTo('orders', 0, 'a'));
    bench.advance(ms(1003)).do(sendTo('orders', 0, 'bb'));
    bench.advance(ms(1010));
    const batch = onlyBatch(bench.open('ProduceRequest')[0] as never);
    expect(batch.records.map(({ timestamp }) => timestamp)).toEqual([1000, 1003]);
    expect(batch).toMatchObject({
      baseOffset: 0,
      lastOffset: 1,
      maxTimestamp: 1003,
      origin: { node: bench.self, first: 1 },
    });
    expect(batch.sizeInBytes).toBe(recordBatchSize(batch.records));
  });

  it('takes along batches of the same broker that still linger', () => {
    const bench = warmProducer({ config: { 'linger.ms': '1000', 'batch.size': '100' }, leaders: [1, 1] });
    bench.do(sendTo('orders', 0, 'small'));
    bench.do(sendTo('orders', 1, 'x'.repeat(90), 'y'.repeat(90)));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([
      { 'orders-0': ['small'], 'orders-1': ['x'.repeat(90)] },
    ]);
  });

  it('goes to its partition’s leader, with what other partitions have for that broker, in one request', () => {
    const bench = readyProducer({
      leaders: [1, 2, 1],
      program: { perTick: 6, count: 6, keys: ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] },
    });
    bench.await('ProduceRequest');
    const parts = bench.open('ProduceRequest').map((request) => Object.keys(contents(request)).sort());
    expect(parts.sort()).toEqual([['orders-0', 'orders-2'], ['orders-1']]);
  });

  it('of max.request.size is not joined by others', () => {
    const bench = warmProducer({ config: { 'linger.ms': '10', 'max.request.size': '250' }, leaders: [1, 1, 1] });
    for (const partition of [0, 1, 2]) bench.do(sendTo('orders', partition, 'x'.repeat(40)));
    bench.advance(bench.now + ms(10));
    const requests = bench.open('ProduceRequest').map((request) => Object.keys(contents(request)));
    expect(requests).toEqual([['orders-0', 'orders-1'], ['orders-2']]);
  });
});

describe('a program', () => {
  it('hands over its records at each interval, numbered through, keys and values in turn', () => {
    const bench = readyProducer({
      program: { perTick: 2, interval: ms(50), count: 5, keys: ['k{n}', null], values: ['a{n}', 'b', 'c{n}-{n}'] },
    });
    bench.advance(bench.now + ms(200));
    const records = bench
      .open('ProduceRequest')
      .flatMap((request) => onlyBatch(request).records.map(({ key, value }) => [key, value]));
    expect(records).toEqual([
      ['k0', 'a0'],
      [null, 'b'],
      ['k2', 'c2-2'],
      [null, 'a3'],
      ['k4', 'b'],
    ]);
    expect(bench.state.programNext).toBe(5);
  });

  it('counts its records for each partition, and says so once for each tick', () => {
    const bench = readyProducer({ program: { perTick: 100, interval: ms(10), count: 250, partition: 0 } });
    bench.advance(bench.now + ms(100));
    expect(bench.entriesOf('RecordsBuffered')).toEqual([
      { partition: 0, first: 0, count: 100 },
      { partition: 0, first: 100, count: 100 },
      { partition: 0, first: 200, count: 50 },
    ]);
  });

  it('stands still while it is paused, and begins anew when it is replaced', () => {
    const bench = readyProducer({ program: { interval: ms(10), partition: 0 } });
    bench.advance(ms(100)).do({ type: 'pause', node: 'p', paused: true });
    const at = bench.state.programNext;
    expect(at).toBeGreaterThan(5);
    bench.advance(ms(1000));
    expect(bench.state.programNext).toBe(at);
    bench.do({ type: 'pause', node: 'p', paused: false });
    expect(bench.state.programNext).toBe(at + 1);
    bench.do({
      type: 'setProgram',
      node: 'p',
      program: { topic: 'orders', perTick: 1, interval: ms(10), count: 1, keys: [], values: ['new{n}'], partition: 0 },
    });
    expect(bench.state.programNext).toBe(1);
    bench.do({ type: 'setProgram', node: 'p', program: null }).advance(ms(2000));
    expect(bench.state.programNext).toBe(0);
  });
});

describe('send()', () => {
  it('waits for metadata for max.block.ms, then fails with a TimeoutException', () => {
    const bench = startedProducer({ config: { 'max.block.ms': '3000' } });
    bench.do(sendTo('orders', null, 'a', 'b'));
    bench.advance(ms(2999));
    expect(bench.entriesOf('SendFailed')).toEqual([]);
    expect(bench.entriesOf('SendBlocked')).toEqual([{ topic: 'orders', waitsFor: 'metadata' }]);
    bench.advance(ms(3001));
    expect(bench.entriesOf('SendFailed')).toEqual([
      { topic: 'orders', error: 'TimeoutException', key: null, value: 'a' },
    ]);
    // The second call begins to wait only now.
    bench.advance(ms(5999));
    expect(bench.entriesOf('SendFailed')).toHaveLength(1);
    bench.advance(ms(6001));
    expect(bench.entriesOf('SendFailed')).toHaveLength(2);
  });

  it('holds up the whole program while it waits', () => {
    const bench = startedProducer({ config: { acks: '1' }, program: { interval: ms(10), perTick: 2 } });
    bench.advance(ms(500));
    expect(bench.state.programNext).toBe(0);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
    expect(bench.state.programNext).toBe(2);
    const at = bench.now;
    bench.advance(at + ms(9));
    expect(bench.state.programNext).toBe(2);
    bench.advance(at + ms(10));
    expect(bench.state.programNext).toBe(4);
  });

  it('waits for a partition that the topic does not have yet', () => {
    const bench = warmProducer({ leaders: [1, 1] });
    bench.do(sendTo('orders', 2, 'late'));
    expect(bench.entriesOf('SendBlocked')).toHaveLength(1);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1, 1, 1] }));
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-2': ['late'] }]);
  });

  it('refuses a record larger than max.request.size at once (producer-055)', () => {
    const bench = warmProducer({ config: { 'max.request.size': '1000' } });
    bench.do(sendTo('orders', 0, 'x'.repeat(918), 'y'.repeat(908)));
    expect(bench.entriesOf('SendFailed').map(({ error, value }) => [error, value?.length])).toEqual([
      ['RecordTooLargeException', 918],
    ]);
    expect(bench.open('ProduceRequest')).toHaveLength(1);
  });

  it('waits while buffer.memory is used up, and fails after max.block.ms (producer-058)', () => {
    const bench = warmProducer({
      config: {
        'buffer.memory': '2000',
        'batch.size': '1000',
        'max.block.ms': '1000',
        'linger.ms': '60000',
        'delivery.timeout.ms': '120000',
      },
      leaders: [1, 1, 1],
    });
    bench.do(sendTo('orders', 0, 'a')).do(sendTo('orders', 1, 'b'));
    expect(bench.open('ProduceRequest')).toEqual([]);
    bench.do(sendTo('orders', 2, 'c'));
    expect(bench.entriesOf('SendBlocked')).toEqual([{ topic: 'orders', waitsFor: 'memory' }]);
    // Someone waits for memory, so what lingers is sent.
    expect(bench.open('ProduceRequest').map(contents)).toEqual([{ 'orders-0': ['a'], 'orders-1': ['b'] }]);
    bench.advance(bench.now + ms(500)).do(sendTo('orders', 2, 'd'));
    bench.advance(bench.now + ms(501));
    expect(bench.entriesOf('SendFailed')).toEqual([
      { topic: 'orders', error: 'BufferExhaustedException', key: null, value: 'c' },
    ]);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(bench.state.blocked).toEqual([]);
    expect(bench.state.bufferUsed).toBe(1000);
  });

  it('frees the memory of a batch when it is done', () => {
    const bench = warmProducer();
    bench.do(sendTo('orders', 0, 'a'));
    expect(bench.state.bufferUsed).toBe(16384);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(bench.state).toMatchObject({ bufferUsed: 0, incomplete: 0 });
  });
});

describe('a turn', () => {
  it('that changes nothing gives back the same state', () => {
    const bench = warmProducer();
    const before = bench.state;
    bench.take({ type: 'timer', slot: 0 });
    expect(bench.state).toBe(before);
  });

  it('leaves the state before it as it was', () => {
    const bench = warmProducer({ config: { 'linger.ms': '10' } });
    bench.do(sendTo('orders', 0, 'a'));
    const before = bench.state;
    const text = JSON.stringify(before);
    bench.do(sendTo('orders', 0, 'b')).advance(bench.now + ms(20));
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(JSON.stringify(before)).toBe(text);
    expect(JSON.parse(JSON.stringify(bench.state))).toEqual(bench.state);
  });
});

describe('metadata of a broker that is behind', () => {
  it('may leave a partition out in the middle: the next one names each by its number again', () => {
    const bench = warmProducer({ leaders: [1, 2, 3, 1, 2], config: { 'metadata.max.age.ms': '1000' } });
    const whole = metadata({ orders: [1, 2, 3, 1, 2] });
    const gap = {
      ...whole,
      topics: whole.topics.map((t) => ({ ...t, partitions: t.partitions.filter((_, i) => i !== 2) })),
    };
    for (const response of [gap, whole]) {
      for (let i = 0; i < 3000 && bench.open('MetadataRequest').length === 0; i++)
        bench.advance(bench.now + ms(1)).accept();
      bench.answer('MetadataRequest', response);
    }
    const { partitions, ids } = bench.state.network.metadata.topics[0] ?? { partitions: [], ids: [] };
    expect(partitions.map(({ partitionIndex, leaderId }) => [partitionIndex, leaderId])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 1],
      [4, 2],
    ]);
    expect(ids.map((id) => bench.partitionName(id).partition)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('the partition that records stick to', () => {
  it('keeps its records when a broker that is behind does not know of it: they wait until its leader is known', () => {
    const bench = warmProducer({ leaders: [1, 2, 3, 1, 2], config: { 'metadata.max.age.ms': '1000' } });
    const stuckTo = (): number => bench.state.sticky[0]?.partition ?? -1;
    for (let i = 0; i < 200 && stuckTo() < 1; i++) bench.do(sendTo('orders', null, 'x'.repeat(4000)));
    const stuck = stuckTo();
    expect(stuck).toBeGreaterThan(0);
    for (let i = 0; i < 2000 && bench.open('MetadataRequest').length === 0; i++)
      bench.advance(bench.now + ms(1)).accept();
    bench.answer('MetadataRequest', metadata({ orders: [1] }, { epoch: 1 }));
    bench.do(sendTo('orders', null, 'b'));
    const buffered = bench
      .entriesOf('RecordsBuffered')
      .map(({ partition }) => bench.partitionName(partition).partition);
    expect(buffered.slice(-2)).toEqual([stuck, stuck]);
    expect(bench.state.accumulators.map(({ partition }) => partition)).not.toContain(undefined);
  });
});
