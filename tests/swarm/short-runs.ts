import { expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';
import { SHORT } from './plan.ts';
import { swarm } from './swarm.ts';

const RUNS = 50;

/** Fifty short runs in one mode, as a test: each mode has a file of its own, so that they run beside each other. */
export function testShortRuns(mode: 'zookeeper' | 'kraft'): void {
  test(`${RUNS} short runs in ${mode} mode keep every invariant and converge`, { timeout: 300_000 }, () => {
    let faults = 0;
    let steps = 0;
    let rebalances = 0;
    const plan = { runs: RUNS, seed: 1, length: SHORT, modes: [mode], groups: true, shrinks: 0 } as const;
    for (const { seed, outcome } of swarm(plan)) {
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
