import { describe, expect, it } from 'vitest';
import { drawn, nextState } from '../../../src/lib/rng.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { TestCluster } from '../zookeeper/support.ts';

const ASSIGNMENT = [[1, 2, 3], [2, 3, 4], [3, 4, 1], [4, 1, 2], [1, 3, 4]];
const BROKERS = [1, 2, 3, 4];

/** Faults drawn from a seed, then everything is healed and started. */
function torment(seed: number, rounds: number): TestCluster {
  const c = new TestCluster({ brokers: 4, jitter: 600, seed, config: { 'leader.imbalance.check.interval.seconds': '20' } }).runTo(1);
  c.createTopic('t', ASSIGNMENT);
  let state = seed * 7919;
  const draw = (bound: number): number => {
    const value = drawn(state, bound);
    state = nextState(state);
    return value;
  };
  const nodes = [...BROKERS.map((id) => `broker-${id}`), 'zookeeper-1'];
  for (let round = 0; round < rounds; round++) {
    const node = nodes[draw(nodes.length)] as string;
    const other = nodes[draw(nodes.length)] as string;
    switch (draw(9)) {
      case 0:
        c.crash(node);
        break;
      case 1:
      case 2:
        c.start(node);
        break;
      case 3:
        if (node !== 'zookeeper-1') c.stop(node);
        break;
      case 4:
        c.intervene({ type: 'freeze', node });
        break;
      case 5:
        c.intervene({ type: 'thaw', node });
        break;
      case 6:
        if (node !== other) c.intervene({ type: 'cutLink', from: node, to: other });
        break;
      case 7:
        if (node !== other) c.intervene({ type: 'resetLink', from: node, to: other });
        break;
      default:
        if (node !== other) c.intervene({ type: 'healLink', from: node, to: other });
    }
    c.run((draw(80) * draw(80)) / 400);
  }
  for (const from of nodes) for (const to of nodes) if (from !== to) c.intervene({ type: 'healLink', from, to });
  for (const node of nodes) c.intervene({ type: 'thaw', node }).start(node);
  return c.run(150);
}

describe('a cluster that has been tormented and is healed', () => {
  for (let seed = 1; seed <= 60; seed++) {
    it(`comes to one controller, leaders for all partitions, and one opinion (seed ${seed})`, () => {
      const c = torment(seed, 25);
      const epoch = Number(c.data('/controller_epoch'));
      const controllers = BROKERS.filter((id) => c.broker(id).controller?.phase.value === 'ACTIVE');
      expect(controllers).toEqual([c.controller()]);
      expect(c.broker(c.controller()).controller).toMatchObject({ epoch, current: null, queue: [] });
      for (const id of BROKERS) {
        expect(c.broker(id).lifecycle.value).toBe('RUNNING');
        expect(c.broker(id).brokerEpoch).toBe(c.znode(`/brokers/ids/${id}`)?.czxid);
        expect(c.broker(id).metadata.controllerEpoch).toBe(epoch);
        expect(c.broker(id).metadata.liveBrokers.map((live) => live.id)).toEqual(BROKERS);
      }
      ASSIGNMENT.forEach((replicas, partition) => {
        const state = c.state('t', partition);
        expect(replicas).toContain(state.leader);
        expect(state.isr.slice().sort()).toEqual(replicas.slice().sort());
        for (const id of BROKERS) {
          const known = c.broker(id).metadata.partitions;
          expect(vecGet(known, partition)).toMatchObject({ leader: state.leader, leaderEpoch: state.leaderEpoch });
        }
        for (const id of replicas) expect(vecGet(c.broker(id).replicas, partition)).toMatchObject({ leader: state.leader, leaderEpoch: state.leaderEpoch });
      });
    });
  }
});
