import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { Engine, PlannedIntervention, State } from './engine.ts';
import { withScriptMoments } from './moments.ts';

/** One step forward. */
export interface Stepped extends State {
  readonly entries: readonly TraceEntry[];
}

/** The interventions of a line, by the number of steps before each. */
export type InterventionPlan = ReadonlyMap<number, PlannedIntervention>;

/**
 * The next step of a run: the intervention that stands here, or what the agenda holds.
 * @returns null when nothing happens up to and including `until`
 */
export function nextStep(engine: Engine, plan: InterventionPlan, state: State, until: Micros): Stepped | null {
  const { world } = state;
  const planned = plan.get(world.steps);
  if (planned !== undefined) {
    return planned.at > until
      ? null
      : stepped(engine, state, engine.intervene(world, planned.at, planned.intervention));
  }
  const taken = engine.step(world, until);
  return taken === null ? null : stepped(engine, state, taken);
}

function stepped(
  engine: Engine,
  before: State,
  taken: { world: State['world']; entries: readonly TraceEntry[] },
): Stepped {
  const { world, entries } = taken;
  const history = withScriptMoments(engine.folds.take(before.history, entries, world), before.world, world);
  return { world, history, entries };
}
