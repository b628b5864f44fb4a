import { expect, test } from 'vitest';

import { timersOf } from '../../src/sim/read/timers.ts';
import { steadyLoad } from '../bench/scenarios.ts';
import { createWorld, runUntil } from '../../src/sim/cluster.ts';
import { SECOND } from '../../src/sim/time.ts';
import { PAGE, sceneOf } from './support.ts';

const shape = { brokers: 3, partitions: 12, replicationFactor: 3, producers: 2, interval: 20_000, perTick: 1 };

test('of a producer’s batches that may fail, the ring is that of the one whose time is up first', () => {
  // Batches wait longer than they should: answers take seconds.
  const slow = { ...steadyLoad(shape), network: { latency: SECOND / 2, jitter: 0 } };
  const world = runUntil(createWorld(slow), 40 * SECOND);
  const batches = timersOf(world).filter(({ kind }) => kind === 'delivery' || kind === 'linger');
  const producers = [...new Set(batches.map(({ about }) => about))];
  expect(producers).toHaveLength(2);
  expect(batches.length).toBeGreaterThan(2);
  const rings = sceneOf(world, PAGE).timers.map(({ key }) => key);
  for (const producer of producers) {
    const own = batches.filter(({ about }) => about === producer);
    const first = own.reduce((a, b) => (b.deadline < a.deadline ? b : a));
    expect(rings.filter((ring) => own.some(({ key }) => key === ring))).toEqual([first.key]);
  }
});
