import fc from 'fast-check';

import type { SafetyRule } from '../../src/sim/safety.ts';
import { drawFaults } from './draw-faults.ts';
import { drawGroups, withGroups } from './draw-groups.ts';
import { drawMemberFaults } from './draw-member-faults.ts';
import { drawScenario, type Modes } from './draw-scenario.ts';
import { FULL, type Length, type Plan } from './plan.ts';
import { runPlan, type Outcome } from './run-plan.ts';

export interface Swarm {
  readonly runs: number;
  readonly seed: number;
  readonly length: Length;
  readonly modes: Modes;
  /** Consumer groups, and faults of their members, besides. */
  readonly groups: boolean;
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

/** The plan of a seed. */
export function planOf(asked: Pick<Swarm, 'length' | 'modes' | 'groups'>, seed: number): Plan {
  const [plan] = fc.sample(plans(asked, seed), { seed, numRuns: 1 });
  return plan as Plan;
}

/** A plan drawn from a seed: half of the full runs have shortened timeouts, and all of the short ones. */
function plans(
  { length, modes, groups, without }: Pick<Swarm, 'length' | 'modes' | 'groups' | 'without'>,
  seed: number,
): fc.Arbitrary<Plan> {
  const healAt = length.faults;
  const until = length.faults + length.healing;
  const shortened = length !== FULL || seed % 2 === 0;
  return drawScenario(modes, shortened).chain((drawn) => {
    const scenario = without === undefined ? drawn : { ...drawn, without };
    const alone = drawFaults(scenario, length).map((faults): Plan => ({ scenario, faults, healAt, until }));
    return groups ? alone.chain((plan) => inGroups(plan, length)) : alone;
  });
}

/** The same plan with groups in it. */
function inGroups(plan: Plan, length: Length): fc.Arbitrary<Plan> {
  const grows = plan.faults.some(({ interventions: [first] }) => first?.type === 'createPartitions');
  // fast-check begins with small values, and each run here is a first one.
  return fc.noBias(drawGroups(plan.scenario, grows)).chain((groups) =>
    fc.noBias(drawMemberFaults(plan.scenario, groups, length)).map((faults) => ({
      ...plan,
      scenario: withGroups(plan.scenario, groups),
      faults: [...plan.faults, ...faults].sort((one, other) => one.at - other.at),
    })),
  );
}

/** The runs of a swarm, one after another. */
export function* swarm(asked: Swarm): Generator<Result> {
  for (let n = 0; n < asked.runs; n++) {
    const seed = asked.seed + n;
    let first: Outcome | null = null;
    let smallest: Failure | null = null;
    let tries = 0;
    const { errorInstance } = fc.check(
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
    // What the simulator asserts and is not so: fast-check keeps it to itself.
    if (first === null) throw new Error(`seed ${seed} ended in an error`, { cause: errorInstance });
    yield {
      seed,
      outcome: first,
      simulatedSeconds: (asked.length.faults + asked.length.healing) / 1e6,
      failure: smallest,
    };
  }
}
