import { describe, expect, it } from 'vitest';

import type { ProducerState } from '../../../src/sim/client/state.ts';
import { ms, type ClientBench } from './support/client-bench.ts';
import { answered, contents, sendTo, warmProducer, type Given } from './support/producing.ts';

/* kafka-python 2.0.2 knows no delivery.timeout.ms: request_timeout_ms (30 s) is all it has. */

type Bench = ClientBench<ProducerState>;

const warm = (config: Given['config'] = {}): Bench => warmProducer({ client: 'kafka-python', config });
const send = (bench: Bench, value: string): Bench => bench.do(sendTo('orders', 0, value));
const sent = (bench: Bench) => bench.open('ProduceRequest').map((request) => contents(request)['orders-0']);
const failed = (bench: Bench) => bench.entriesOf('RecordsFailed').map(({ first, error }) => [first, error]);

/** Lets time pass while nobody can be connected to. */
function unreachable(bench: Bench, until: number): Bench {
  while (bench.now < until) bench.advance(Math.min(bench.now + ms(10), until)).refuse();
  return bench;
}

describe("kafka-python 2.0.2's producer", () => {
  it('tries a request that had no answer in 30 s again, as often as retries says, however long that takes', () => {
    const bench = send(warm({ retries: '5' }), 'a');
    for (const attempt of [1, 2, 3, 4, 5]) {
      bench.advance(bench.now + ms(30_000)).break(1, 'timeout');
      expect(bench.entriesOf('BatchRetried')).toHaveLength(attempt);
      bench.await('ProduceRequest');
      expect(sent(bench)).toEqual([['a']]);
    }
    expect(failed(bench)).toEqual([]);
    bench.advance(bench.now + ms(30_000)).break(1, 'timeout');
    expect(failed(bench)).toEqual([[1, 'REQUEST_TIMED_OUT']]);
    expect(bench.state).toMatchObject({ incomplete: 0, bufferUsed: 0 });
  });

  it('never gives up what is in flight, even if it waited for a connection before', () => {
    const bench = send(warm().break(1), 'a');
    unreachable(bench, bench.now + ms(20_000)).await('ProduceRequest');
    bench.advance(bench.now + ms(105_000));
    expect(failed(bench)).toEqual([]);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(bench.entriesOf('RecordsAcknowledged')).toHaveLength(1);
  });

  it('gives up what has waited in its queue for 30 s after linger_ms', () => {
    const bench = warm({ 'linger.ms': '100' }).break(1);
    const { now } = send(bench, 'a');
    unreachable(bench, now + ms(30_099));
    expect(failed(bench)).toEqual([]);
    unreachable(bench, now + ms(30_100));
    expect(failed(bench)).toEqual([[1, 'TimeoutException']]);
  });

  it('gives a batch that is to be sent again 30 s anew, after its backoff, and what waits behind it as long', () => {
    const bench = send(warm({ retries: '3', 'max.in.flight.requests.per.connection': '1' }), 'a');
    send(bench.advance(bench.now + ms(1000)), 'b');
    const { now } = bench.advance(bench.now + ms(31_000)).break(1);
    unreachable(bench, now + ms(30_099));
    expect(failed(bench)).toEqual([]);
    unreachable(bench, now + ms(30_100));
    expect(failed(bench)).toEqual([
      [1, 'TimeoutException'],
      [2, 'TimeoutException'],
    ]);
  });

  it('leaves what waits behind a request in flight alone if it sends one at a time, and sends it when that is answered', () => {
    const bench = send(warm({ 'max.in.flight.requests.per.connection': '1' }), 'a');
    send(bench, 'b').advance(bench.now + ms(40_000));
    expect(failed(bench)).toEqual([]);
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    expect(failed(bench)).toEqual([]);
    expect(sent(bench)).toEqual([['b']]);
  });

  it('goes on with a send() that waited for memory when what was in its way is given up', () => {
    const bench = warm({ 'batch.size': '200', 'buffer.memory': '200', 'max.block.ms': '60000' }).break(1);
    send(bench, 'a'.repeat(100));
    send(bench, 'b'.repeat(100));
    expect(bench.state.blocked).toHaveLength(1);
    unreachable(bench, bench.now + ms(30_000));
    expect(failed(bench)).toHaveLength(1);
    expect(bench.state.blocked).toEqual([]);
  });
});
