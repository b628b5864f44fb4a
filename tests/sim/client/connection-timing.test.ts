import { describe, expect, it } from 'vitest';

import { ms, type ClientBench } from './support/client-bench.ts';
import { startedConsumer } from './support/consuming.ts';
import { startedProducer } from './support/producing.ts';

/** How long each of the first attempts at a connection may take, in seconds. */
function timeouts(bench: ClientBench<unknown>, attempts: number): number[] {
  for (let at = 0; bench.connects.length < attempts && at < 3000; at++) bench.advance(bench.now + ms(10)).refuse();
  return bench.connects.slice(0, attempts).map(({ timeout }) => Math.round(timeout / ms(1000)));
}

/** How long the first attempt's failure keeps it from the next, in milliseconds. */
function firstWait(client: string): number {
  const bench = startedConsumer({ client, config: { 'bootstrap.servers': 'broker-1:9092' } });
  const { now } = bench.refuse();
  return (Math.max(...bench.state.network.channels.map(({ notBefore }) => notBefore)) - now) / 1000;
}

describe('a connection that is not made is given up', () => {
  it('by kafka-python 2.0.2 after request_timeout_ms: 30 s in a producer, 305 s in a consumer', () => {
    const client = 'kafka-python';
    expect(timeouts(startedProducer({ client }), 3)).toEqual([30, 30, 30]);
    expect(timeouts(startedConsumer({ client }), 3)).toEqual([305, 305, 305]);
    expect(timeouts(startedConsumer({ client, config: { 'request.timeout.ms': '20000' } }), 1)).toEqual([20]);
  });

  it.each(['kcat', 'librdkafka'])('by %s after 30 s, each time', (client) => {
    expect(timeouts(startedProducer({ client }), 3)).toEqual([30, 30, 30]);
    expect(timeouts(startedConsumer({ client }), 3)).toEqual([30, 30, 30]);
  });

  it.each(['java', 'kafka-python-3.0'])('by %s after 10 s at first, and later after twice as many', (client) => {
    const [first, second] = timeouts(startedConsumer({ client, config: { 'bootstrap.servers': 'broker-1:9092' } }), 2);
    expect(first).toBeGreaterThanOrEqual(8);
    expect(first).toBeLessThanOrEqual(12);
    expect(second).toBeGreaterThanOrEqual(16);
  });
});

describe('a connection that was refused is tried again', () => {
  it.each([
    ['java', 40, 61],
    ['kafka-python', 40, 61],
    ['librdkafka', 80, 121],
    ['kcat', 80, 121],
  ])('by %s after %i to %i ms', (client, least, most) => {
    expect(firstWait(client)).toBeGreaterThanOrEqual(least);
    expect(firstWait(client)).toBeLessThanOrEqual(most);
  });
});
