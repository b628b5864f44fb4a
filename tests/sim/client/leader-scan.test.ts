import { expect, it } from 'vitest';

import { present } from '../../../src/lib/assert.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { Cluster, producer, scenario, topic } from '../cluster/build.ts';

/** How often a producer gets metadata in each whole second after the broker that leads its topic died, until another leads. */
function answers(client: string, config: { readonly [name: string]: string } = {}): readonly number[] {
  const cluster = new Cluster(
    scenario({
      topics: [topic('t', 1, 3, { assignment: [[1, 2, 3]] })],
      producers: [producer('p', 't', { client, config })],
    }),
  );
  cluster.do(10, { type: 'crash', node: 'broker-1', kind: 'process' }).until(40);
  const elected = cluster.entries('LeaderElected').at(-1)?.t ?? 0;
  const own = present(nodeNamed(cluster.world, 'p'), 'p').id;
  const told = cluster.entries('MetadataReceived').filter(({ node }) => node === own);
  return Array.from(
    { length: Math.floor(elected / SECOND) - 12 },
    (_, second) => told.filter(({ t }) => Math.floor(t / SECOND) === second + 12).length,
  );
}

it('librdkafka asks for metadata each second while the broker that leads its partition is not there', () => {
  const counts = answers('librdkafka');
  expect(counts.length).toBeGreaterThan(8);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
});

it('Java asks when something fails: with as long a wait between connections seldom', () => {
  expect(Math.min(...answers('java', { 'reconnect.backoff.max.ms': '10000' }))).toBe(0);
});
