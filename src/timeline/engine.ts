import type { Folds, History } from '../sim/facts/fold.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { Glimpse, World } from '../sim/world.ts';

/** A World and what happened on the way to it. */
export interface Taken {
  readonly world: World;
  readonly entries: readonly TraceEntry[];
}

/** What a timeline runs: the cluster, or a toy in a test. Pure functions. */
export interface Engine {
  /** Name and version of the rules; recordings carry it. */
  readonly name: string;
  create(scenario: Scenario, seed: number): World;
  /** One step; null when nothing is planned up to `until`. */
  step(world: World, until?: Micros): Taken | null;
  /** Up to `most` steps with one World at the end; the same World when nothing is planned up to `until`. */
  run(
    world: World,
    until: Micros,
    most: number,
    visit: (entries: readonly TraceEntry[], after: Glimpse) => void,
  ): World;
  /** A step of its own at the instant `at`, before anything else that is planned for it. */
  intervene(world: World, at: Micros, intervention: Intervention): Taken;
  /** What is remembered beside each World. */
  readonly folds: Folds;
}

/** A World with the accumulators that belong to it. */
export interface State {
  readonly world: World;
  readonly history: History;
}

/** An intervention and where in the run it stands: at this instant, as the step after `step` steps. */
export interface PlannedIntervention {
  readonly at: Micros;
  readonly step: number;
  readonly intervention: Intervention;
}
