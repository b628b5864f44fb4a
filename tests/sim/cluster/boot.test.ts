import { describe, expect, it } from 'vitest';
import { stableStringify } from '../../../src/lib/json.ts';
import { brokersOf } from '../../../src/sim/read/brokers.ts';
import { partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { partitionView } from '../../../src/sim/read/partitions.ts';
import { Cluster, consumer, producer, scenario, topic } from './build.ts';

describe('a cluster that starts cold', () => {
  const given = scenario({ topics: [topic('orders', 3, 3)] });

  it('registers every broker, elects one controller in epoch 1 and creates the topics, within a second', () => {
    const cluster = new Cluster(given).until(1);
    expect(brokersOf(cluster.world).map((broker) => broker.condition)).toEqual(['running', 'running', 'running']);
    expect(brokersOf(cluster.world).filter((broker) => broker.isController)).toHaveLength(1);
    expect(cluster.entries('ControllerElected').map((entry) => entry.args.controllerEpoch)).toEqual([1]);
    for (let p = 0; p < 3; p++) {
      const view = partitionView(cluster.world, partitionIdOf(cluster.world, 'orders', p));
      expect(view.leader).toBe(view.replicas[0]);
      expect([...view.isr].sort()).toEqual([1, 2, 3]);
      expect(view.leaderEpoch).toBe(0);
    }
  });

  it('places partitions elsewhere with another seed', () => {
    const leaders = (seed: number): string =>
      [0, 1, 2].map((p) => partitionView(new Cluster(given, seed).until(1).world, p).leader).join();
    expect(new Set(Array.from({ length: 12 }, (_, seed) => leaders(seed))).size).toBeGreaterThan(1);
  });

  it('names the causes of every entry before the entry itself', () => {
    const cluster = new Cluster(
      scenario({
        topics: [topic('orders', 3, 3)],
        producers: [producer('p', 'orders')],
        consumers: [consumer('c', ['orders'])],
      }),
    ).until(5);
    cluster.trace.forEach((entry, at) => {
      expect(entry.seq).toBe(at);
      for (const cause of entry.causes) {
        expect(cause).toBeLessThan(entry.seq);
        expect(cause).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('gives the same run to the byte for the same seed, and its World is plain JSON', () => {
    const run = (): Cluster =>
      new Cluster(
        scenario({
          topics: [topic('orders', 3, 3)],
          producers: [producer('p', 'orders')],
          consumers: [consumer('c', ['orders'])],
        }),
      ).until(3);
    const a = run();
    expect(stableStringify(a.trace)).toBe(stableStringify(run().trace));
    expect(JSON.parse(JSON.stringify(a.world))).toEqual(a.world);
  });
});
