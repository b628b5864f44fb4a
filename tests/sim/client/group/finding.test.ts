import { describe, expect, it } from 'vitest';

import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import { metadata, ms, type ClientBench } from '../support/client-bench.ts';
import { startedConsumer } from '../support/consuming.ts';

/** A member that looks for its coordinator, and whose brokers do not know one. */
function looking(client: string, config: { readonly [name: string]: string } = {}): ClientBench<ConsumerState> {
  const bench = startedConsumer({ client, era: '4.0', config: { 'group.id': 'g', ...config } });
  return bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
}

/** Refuses the question for the coordinator. @returns milliseconds until it is asked again */
function again(bench: ClientBench<ConsumerState>): number {
  bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', {
    type: 'FindCoordinatorResponse',
    coordinators: [{ key: 'g', nodeId: -1, errorCode: 'COORDINATOR_NOT_AVAILABLE' }],
  });
  const from = bench.now;
  while (bench.open('FindCoordinatorRequest').length === 0 && bench.now < from + ms(3000)) {
    if (bench.open('MetadataRequest').length > 0) bench.answer('MetadataRequest', metadata({ orders: [1] }));
    bench.advance(bench.now + ms(1)).accept();
  }
  return (bench.now - from) / 1000;
}

describe('a member whose coordinator nobody knows asks again', () => {
  const growing = [100, 200, 400, 800, 1000];
  it.each<readonly [string, readonly number[], { readonly [name: string]: string }]>([
    ['java-2.8', [100, 100, 100, 100], {}],
    ['kafka-python', [100, 100, 100, 100], {}],
    ['java-3.9', growing, {}],
    ['java-4.0', growing, { 'group.protocol': 'consumer' }],
    ['librdkafka', [500, 500, 500, 500], {}],
    ['kcat', [500, 500, 500, 500], {}],
  ])('if it is %s after %j ms', (client, expected, config) => {
    const bench = looking(client, config);
    for (const wait of expected) {
      const actual = again(bench);
      // A fifth more or less by chance where it grows; a millisecond is the bench's.
      const jitter = expected === growing ? 0.2 : 0;
      expect(actual).toBeGreaterThanOrEqual(wait * (1 - jitter) - 1);
      expect(actual).toBeLessThanOrEqual(wait * (1 + jitter) + 1);
    }
  });

  it('after a short wait once more when the coordinator had been found in between', () => {
    const bench = looking('java-3.9');
    for (let n = 0; n < 4; n++) again(bench);
    bench.answer('FindCoordinatorRequest', {
      type: 'FindCoordinatorResponse',
      coordinators: [{ key: 'g', nodeId: 2, errorCode: 'NONE' }],
    });
    bench.await('JoinGroupRequest').break(2);
    expect(again(bench)).toBeLessThanOrEqual(121);
  });

  it.each([
    ['java-2.8', [100, 100, 100]],
    ['java-3.9', [100, 100, 200]],
  ])(
    'if it is %s after %j ms while that coordinator cannot be connected to, and finds the next one',
    (client, waits) => {
      const bench = looking(client, { 'reconnect.backoff.ms': '5000', 'reconnect.backoff.max.ms': '5000' });
      const found = (nodeId: number): void => {
        const coordinators = [{ key: 'g', nodeId, errorCode: 'NONE' }] as const;
        bench.answer('FindCoordinatorRequest', { type: 'FindCoordinatorResponse', coordinators });
      };
      bench.await('FindCoordinatorRequest');
      for (const wait of waits) {
        found(2);
        bench.refuse();
        const from = bench.now;
        while (bench.open('FindCoordinatorRequest').length === 0 && bench.now < from + ms(3000)) {
          if (bench.open('MetadataRequest').length > 0) bench.answer('MetadataRequest', metadata({ orders: [1] }));
          bench.advance(bench.now + ms(1)).accept();
        }
        const actual = (bench.now - from) / 1000;
        expect(actual).toBeGreaterThanOrEqual(wait * 0.8 - 1);
        expect(actual).toBeLessThanOrEqual(wait * 1.2 + 1);
      }
      expect(bench.entriesOf('CoordinatorFound')).toHaveLength(1);
      found(3);
      expect(bench.await('JoinGroupRequest').open('JoinGroupRequest')).toHaveLength(1);
    },
  );
});
