import '../../src/sim/kraft/load.ts';
import { FULL, type Plan } from '../swarm/plan.ts';
import { runPlan } from '../swarm/run-plan.ts';
import { planOf } from '../swarm/swarm.ts';
import { wallMs } from './measure.ts';

const RUNS = 6;
const BROKERS = 5;
const asked = { length: FULL, modes: ['zookeeper', 'kraft'], groups: true } as const;

/** The first plans of the swarm with so many brokers. */
function plans(): readonly Plan[] {
  const found: Plan[] = [];
  for (let seed = 1; found.length < RUNS; seed++) {
    const plan = planOf(asked, seed);
    if (plan.scenario.brokers.length === BROKERS) found.push(plan);
  }
  return found;
}

/** How many simulated seconds of the swarm a second of wall time covers: five brokers, load, faults, groups, all invariants at every step. */
export function swarmFigures(): readonly (readonly [name: string, figure: string, budget: string])[] {
  const all = plans();
  const seconds = all.reduce((sum, { until }) => sum + until / 1_000_000, 0);
  let steps = 0;
  const ms = wallMs(() => {
    for (const plan of all) steps += runPlan(plan).steps;
  });
  const rate = (seconds / ms) * 1000;
  return [
    [
      `swarm, ${RUNS} runs of ${BROKERS} brokers, all invariants`,
      `${rate.toFixed(0)} simulated s/s, ${((ms * 1000) / steps).toFixed(1)} µs/step`,
      'budget: at least 100',
    ],
  ];
}
