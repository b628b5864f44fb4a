import { describe, expect, it } from 'vitest';
import { drawn, nextState } from '../../../src/lib/rng.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { zookeeperView } from '../../../src/sim/read/zookeeper.ts';
import type { ZooKeeperState } from '../../../src/sim/zookeeper/state.ts';
import { Cluster, producer, scenario, topic } from '../cluster/build.ts';

const SERVERS = ['zookeeper-1', 'zookeeper-2', 'zookeeper-3'];

/** Faults drawn from a seed, done to the servers of an ensemble; then everything is healed. */
function tormented(seed: number): Cluster {
  const c = new Cluster(
    scenario({
      seed,
      zookeeper: { servers: 3 },
      topics: [topic('orders', 2, 3)],
      producers: [producer('p', 'orders', { config: { acks: 'all' } })],
    }),
  );
  let state = seed * 7919;
  const draw = (bound: number): number => {
    const value = drawn(state, bound);
    state = nextState(state);
    return value;
  };
  let at = 6;
  for (let round = 0; round < 15; round++) {
    const node = SERVERS[draw(3)] as string;
    const others = SERVERS.filter((name) => name !== node);
    switch (draw(6)) {
      case 0:
        c.do(at, { type: 'crash', node, kind: draw(3) === 0 ? 'power' : 'process' });
        break;
      case 1:
        c.do(at, { type: 'freeze', node });
        break;
      case 2:
        c.do(at, { type: 'thaw', node });
        break;
      case 3:
        c.do(at, { type: 'partitionNetwork', islands: [[node], others] });
        break;
      case 4:
        c.do(at, { type: 'healNetwork' });
        break;
      default:
        c.do(at, { type: 'start', node });
    }
    at += (1 + draw(1200)) / 100;
  }
  c.do(at, { type: 'healNetwork' });
  for (const node of SERVERS) c.do(at, { type: 'thaw', node }).do(at, { type: 'start', node });
  return c.until(at + 120);
}

describe('an ensemble that has been tormented and is healed', () => {
  for (let seed = 1; seed <= 6; seed++) {
    it(`has one leader, one history, and every broker registered (seed ${seed})`, () => {
      const c = tormented(seed);
      const servers = zookeeperView(c.world)?.servers ?? [];
      expect(servers.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
      const states = SERVERS.map((_, at) => vecGet(c.world.nodes, at)?.state as ZooKeeperState);
      for (const state of states) {
        expect(state.root).toEqual(states[0]?.root);
        expect(state.ensemble?.epoch).toBe(states[0]?.ensemble?.epoch);
      }
      expect(zookeeperView(c.world)?.ids).toEqual([1, 2, 3]);
    });
  }
});
