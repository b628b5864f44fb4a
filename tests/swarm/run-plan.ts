import { createWorld, intervene, step } from '../../src/sim/cluster.ts';
import { ENGINE } from '../../src/sim/engine.ts';
import { Checker } from '../../src/sim/invariants/checker.ts';
import type { Violation } from '../../src/sim/invariants/invariant.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Micros } from '../../src/sim/time.ts';
import type { World } from '../../src/sim/world.ts';
import { RECORDING_FORMAT, type RecordedIntervention, type Recording } from '../../src/timeline/recording.ts';
import { unconverged } from './converged.ts';
import { healing } from './draw-faults.ts';
import { healingOfMembers } from './draw-member-faults.ts';
import { LAST_RECORDS, lastRecords } from './last-records.ts';
import type { Plan } from './plan.ts';

/** What one run came to. */
export interface Outcome {
  readonly steps: number;
  /** Interventions but for the healing. */
  readonly faults: number;
  /** Losses that the trace explains. */
  readonly explained: number;
  /** Generations and targets of groups. */
  readonly rebalances: number;
  readonly violations: readonly Violation[];
  /** Opens in the page, at the violation. */
  readonly recording: Recording;
}

/**
 * Those that were still stopping when all was healed are started later: a controlled shutdown may wait out three timeouts of 30 s. So are static
 * members of the consumer protocol whose former life is not forgotten yet: they fail (UNRELEASED_INSTANCE_ID).
 */
const LATER_STARTS: readonly Micros[] = [3_000_000, 12_000_000, 20_000_000, 35_000_000];

/** Runs a plan to its end, or to the first step after which an invariant does not hold. */
export function runPlan(plan: Plan): Outcome {
  const { scenario, faults, healAt, until } = plan;
  const run = new Run(createWorld(scenario));
  const members = healingOfMembers(scenario, faults);
  const heal = [...healing(scenario), ...members];
  const again = heal.filter(({ type }) => type === 'start');
  const quiet = scenario.producers.map(({ name }): Intervention => ({ type: 'setProgram', node: name, program: null }));
  const planned = [
    ...faults.filter(({ at }) => at < healAt),
    { at: healAt, interventions: heal },
    { at: healAt + 14_000_000, interventions: quiet },
    ...LATER_STARTS.filter((later) => healAt + later < until).map((later) => ({
      at: healAt + later,
      interventions: again,
    })),
  ];
  const last = until - LAST_RECORDS;
  planned.push({ at: last, interventions: [] });
  planned.sort((one, other) => one.at - other.at);
  let injected = 0;
  for (const { at, interventions } of planned) {
    if (!run.to(at)) break;
    const wanted = at === last ? [...interventions, ...lastRecords(run.world)] : interventions;
    for (const intervention of wanted) if (!run.intervene(at, intervention)) break;
    if (at < healAt) injected += interventions.length;
  }
  if (run.to(until)) run.violations = unconverged(run.world, run.checker.ledger);
  return {
    steps: run.world.steps,
    faults: injected,
    explained: run.checker.ledger.losses.length,
    rebalances: run.rebalances,
    violations: run.violations,
    recording: {
      format: RECORDING_FORMAT,
      engine: ENGINE,
      scenario,
      seed: scenario.seed,
      interventions: run.interventions,
      until: run.world.now,
    },
  };
}

/** A run that is checked after every step. */
class Run {
  world: World;
  violations: readonly Violation[] = [];
  rebalances = 0;
  readonly interventions: RecordedIntervention[] = [];
  readonly checker = new Checker();

  constructor(world: World) {
    this.world = world;
  }

  /** Everything up to that instant. @returns false: something is wrong */
  to(at: Micros): boolean {
    while (this.violations.length === 0) {
      const taken = step(this.world, at);
      if (taken === null) return true;
      this.violations = this.checker.look(this.world, taken.world, taken.entries);
      this.world = taken.world;
      for (const { type } of taken.entries)
        if (type === 'GenerationBegun' || type === 'TargetAssigned') this.rebalances += 1;
    }
    return false;
  }

  intervene(at: Micros, intervention: Intervention): boolean {
    this.interventions.push({ at, step: this.world.steps, intervention });
    const taken = intervene(this.world, at, intervention);
    this.violations = this.checker.look(this.world, taken.world, taken.entries);
    this.world = taken.world;
    return this.violations.length === 0;
  }
}
