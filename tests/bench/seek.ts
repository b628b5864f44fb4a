import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { wallMs } from './measure.ts';

const STEPS = 50_000;

/** Random seeks over 50,000 steps of a run; the order of the targets is fixed. */
export function seekFigures(scenario: Scenario): readonly (readonly [name: string, figure: string, budget: string])[] {
  const timeline = new Timeline({ engine: clusterEngine, scenario });
  let until = 1_000_000;
  while (timeline.frontier.step < STEPS) {
    timeline.extend(until, STEPS);
    until += 1_000_000;
  }
  const took: number[] = [];
  let target = 12345;
  for (let i = 0; i < 600; i++) {
    target = (target * 7919 + 104_729) % STEPS;
    const step = target;
    const ms = wallMs(() => timeline.seekStep(step));
    // The first hundred warm the machine up.
    if (i >= 100) took.push(ms);
  }
  took.sort((a, b) => a - b);
  const median = took[Math.floor(took.length / 2)] as number;
  const p99 = took[Math.floor(took.length * 0.99)] as number;
  return [
    ['random seeks over 50,000 steps, median', `${median.toFixed(2)} ms`, 'budget: at most 1 ms'],
    ['random seeks over 50,000 steps, 99th percentile', `${p99.toFixed(2)} ms`, 'budget: at most 10 ms'],
  ];
}
