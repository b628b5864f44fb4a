import { present } from '../lib/assert.ts';
import type { Run } from '../sim/facts/fact.ts';
import type { Micros } from '../sim/time.ts';
import type { Branch, DatedIntervention } from './branches.ts';
import type { Engine, PlannedIntervention, State } from './engine.ts';
import { nextStep } from './runner.ts';

/**
 * Another future on its way to an instant, step by step and beside the timeline, which is left as it is: whoever compares two futures
 * goes on with the first meanwhile. It takes the very steps that the timeline would take.
 */
export class OtherFuture {
  private readonly engine: Engine;
  private readonly until: Micros;
  private readonly plan: Map<number, PlannedIntervention>;
  private coming: readonly DatedIntervention[];
  private state: State;

  /**
   * @param state where it starts: a state of that future which is not after the instant
   * @param branch its interventions, and those of a recording that it has not come to yet
   */
  constructor(engine: Engine, state: State, { plan, coming }: Pick<Branch, 'plan' | 'coming'>, until: Micros) {
    this.engine = engine;
    this.until = until;
    this.plan = new Map(plan.map((planned) => [planned.step, planned]));
    this.coming = coming;
    this.state = state;
  }

  /** The run as far as it has got. */
  get run(): Run {
    const { world, history } = this.state;
    return { world, history };
  }

  /**
   * Takes so many steps at most.
   * @returns true when it has arrived
   */
  advance(budget: number): boolean {
    for (let left = budget; left > 0; left--) {
      const [due] = this.coming;
      if (due === undefined || due.at > this.until) {
        if (!this.step(this.until)) return true;
      } else if (!this.stepBefore(due)) {
        this.coming = this.coming.slice(1);
        const { steps, now } = this.state.world;
        this.plan.set(steps, { at: Math.max(due.at, now), step: steps, intervention: due.intervention });
      }
    }
    return false;
  }

  /** The steps of an intervention's instant that came before it are its number's; without a number all of them come before. */
  private stepBefore(due: DatedIntervention): boolean {
    if (this.step(due.at - 1)) return true;
    const mayStep = due.step == null || this.state.world.steps < due.step;
    return mayStep && this.step(due.at);
  }

  private step(until: Micros): boolean {
    const next = nextStep(this.engine, this.plan, this.state, until);
    if (next === null) return false;
    this.state = { world: next.world, history: next.history };
    return true;
  }
}

/** The last of some states, in the order of time, that is not after an instant; the first one is the run's beginning. */
export function lastStateAt(states: readonly State[], at: Micros): State {
  return present(
    states.findLast(({ world }) => world.now <= at),
    'a run begins before every instant of it',
  );
}
