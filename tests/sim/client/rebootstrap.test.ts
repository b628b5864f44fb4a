import { describe, expect, it } from 'vitest';

import '../../../src/sim/kraft/load.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { Cluster, producer, scenario, topic } from '../cluster/build.ts';

/** A producer of one record a second whose only broker dies at 10 s and is started again at 100 s. */
function run(config: { readonly [name: string]: string }): Cluster {
  const cluster = new Cluster(
    scenario({
      era: '4.0',
      mode: 'kraft',
      brokerCount: 1,
      topics: [topic('t', 1, 1)],
      producers: [producer('p', 't', { config, program: { interval: SECOND } })],
    }),
  );
  cluster.do(10, { type: 'crash', node: 'broker-1', kind: 'process' });
  return cluster.do(100, { type: 'start', node: 'broker-1' }).until(150);
}

/** When sends failed, in whole seconds after the crash, and with what. */
const failures = (cluster: Cluster): readonly (readonly [number, string])[] =>
  cluster.entries('SendFailed').map(({ t, args }) => [Math.floor(t / SECOND) - 10, args.error]);

/** How many records were handed over to the producer's buffer while no broker was there. */
const buffered = (cluster: Cluster): number =>
  cluster.entries('RecordsBuffered').filter(({ t }) => t > 12 * SECOND && t < 100 * SECOND).length;

describe('a Java producer of 4.0 that can reach no broker', () => {
  it('goes back to bootstrap.servers and forgets its topics: send() waits for max.block.ms and fails (KIP-899)', () => {
    const cluster = run({});
    expect(failures(cluster)[0]).toEqual([60, 'TimeoutException']);
    expect(buffered(cluster)).toBe(0);
    const last = cluster.entries('RecordsBuffered').at(-1);
    expect(last?.t).toBeGreaterThan(140 * SECOND);
  });

  it('goes on buffering with metadata.recovery.strategy=none, as earlier releases do', () => {
    const cluster = run({ 'metadata.recovery.strategy': 'none' });
    expect(failures(cluster)).toEqual([]);
    expect(buffered(cluster)).toBeGreaterThan(80);
  });
});
