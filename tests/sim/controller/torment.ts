import { drawn, nextState } from '../../../src/lib/rng.ts';
import { TestCluster } from '../zookeeper/support.ts';

export const ASSIGNMENT = [
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 1],
  [4, 1, 2],
  [1, 3, 4],
];
export const BROKERS = [1, 2, 3, 4];

/** Faults drawn from a seed, then everything is healed and started. */
export function torment(seed: number, rounds: number): TestCluster {
  const c = new TestCluster({
    brokers: 4,
    jitter: 600,
    seed,
    config: { 'leader.imbalance.check.interval.seconds': '20' },
  }).runTo(1);
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
        c.step().intervene({ type: 'freeze', node });
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
  c.run(60);
  // Those that were still stopping have stopped by now.
  for (const node of nodes) c.start(node);
  return c.run(100);
}
