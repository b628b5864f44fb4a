import { expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';
import { SHORT } from './plan.ts';
import { swarm } from './swarm.ts';

const RUNS = 50;

for (const mode of ['zookeeper', 'kraft'] as const) {
  test(`${RUNS} short runs in ${mode} mode keep every invariant and converge`, { timeout: 300_000 }, () => {
    let faults = 0;
    let steps = 0;
    let rebalances = 0;
    for (const { seed, outcome } of swarm({
      runs: RUNS,
      seed: 1,
      length: SHORT,
      modes: [mode],
      groups: true,
      shrinks: 0,
    })) {
      expect(outcome.violations, `seed ${seed}`).toEqual([]);
      faults += outcome.faults;
      steps += outcome.steps;
      rebalances += outcome.rebalances;
    }
    // A swarm that does nothing would keep every invariant too.
    expect(faults).toBeGreaterThan(RUNS * 4);
    expect(steps).toBeGreaterThan(RUNS * 1_000);
    expect(rebalances).toBeGreaterThan(RUNS * 2);
  });
}
