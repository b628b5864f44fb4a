import fc from 'fast-check';

import type { SafetyRule } from '../../src/sim/safety.ts';
import { drawFaults } from './draw-faults.ts';
import { drawScenario, type Modes } from './draw-scenario.ts';
import { FULL, type Length, type Plan } from './plan.ts';
import { runPlan, type Outcome } from './run-plan.ts';

export interface Swarm {
  readonly runs: number;
  readonly seed: number;
  readonly length: Length;
  readonly modes: Modes;
  /** Rules that are switched off, to see that it is noticed. */
  readonly without?: readonly SafetyRule[];
  /** A failure is shrunk in at most so many further runs. */
  readonly shrinks: number;
}

export interface Failure {
  /** Runs alone with `--seed` this and `--runs 1`. */
  readonly seed: number;
  /** The smallest that still failed. */
  readonly plan: Plan;
  readonly outcome: Outcome;
}

export interface Result {
  readonly seed: number;
  readonly outcome: Outcome;
  readonly simulatedSeconds: number;
  readonly failure: Failure | null;
}

/** A plan drawn from a seed: half of the full runs have shortened timeouts, and all of the short ones. */
function plans({ length, modes, without }: Swarm, seed: number): fc.Arbitrary<Plan> {
  const healAt = length.faults;
  const until = length.faults + length.healing;
  const shortened = length !== FULL || seed % 2 === 0;
  return drawScenario(modes, shortened).chain((drawn) => {
    const scenario = without === undefined ? drawn : { ...drawn, without };
    return drawFaults(scenario, length).map((faults): Plan => ({ scenario, faults, healAt, until }));
  });
}

/** The runs of a swarm, one after another. */
export function* swarm(asked: Swarm): Generator<Result> {
  for (let n = 0; n < asked.runs; n++) {
    const seed = asked.seed + n;
    let first: Outcome | null = null;
    let smallest: Failure | null = null;
    let tries = 0;
    fc.check(
      fc.property(plans(asked, seed), (plan) => {
        tries += 1;
        if (tries > asked.shrinks + 1) return true;
        const outcome = runPlan(plan);
        first ??= outcome;
        const wanted = smallest?.outcome.violations[0]?.invariant ?? outcome.violations[0]?.invariant;
        if (!outcome.violations.some(({ invariant }) => invariant === wanted)) return true;
        smallest = { seed, plan, outcome };
        return false;
      }),
      { seed, numRuns: 1 },
    );
    if (first === null) continue;
    yield {
      seed,
      outcome: first,
      simulatedSeconds: (asked.length.faults + asked.length.healing) / 1e6,
      failure: smallest,
    };
  }
}
