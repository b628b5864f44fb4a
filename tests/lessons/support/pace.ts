import type { Lesson } from '../../../src/lesson/lesson.ts';
import type { Instant, Plan } from '../../../src/lesson/plan/plan.ts';
import type { Scenario } from '../../../src/sim/scenario.ts';
import { SECOND, type Micros } from '../../../src/sim/time.ts';
import { AutoPace } from '../../../src/timeline/auto-pace.ts';
import { clusterEngine } from '../../../src/timeline/cluster-engine.ts';
import type { PlannedIntervention } from '../../../src/timeline/engine.ts';
import { Timeline } from '../../../src/timeline/timeline.ts';

/** In less nobody sees what happens, who has pressed Run and looks from the text to the picture. */
export const SHORTEST_STEP: Micros = 3 * SECOND;
/** Nobody watches longer, whatever happens. */
export const LONGEST_STEP: Micros = 20 * SECOND;
/** Auto pace looks ahead: the run must go on so far beyond what is measured. */
const BEYOND: Micros = 20 * SECOND;

/** A stretch of a run that somebody watches at auto pace. */
export interface Watched {
  readonly name: string;
  /** Beginning, named instants and end, as wall time from the beginning. */
  readonly stops: readonly Micros[];
}

/** A run up to an instant, and somewhat further. */
export function timelineOf(
  scenario: Scenario,
  seed: number,
  interventions: readonly PlannedIntervention[],
  until: Micros,
): Timeline {
  const timeline = new Timeline({ engine: clusterEngine, scenario, seed, interventions });
  while (!timeline.extend(until + BEYOND, 5000));
  return timeline;
}

/** The lesson's own run, from its beginning to the end of its last step. */
export function ownTimeline(lesson: Lesson, { seed, steps }: Plan): Timeline {
  const last = steps.at(-1);
  return timelineOf(lesson.scenario, seed, last?.interventions ?? [], last?.end.at ?? 0);
}

/** The steps of the lesson's own run. */
export function stepsWatched({ steps }: Plan, own: Timeline): readonly Watched[] {
  const pace = new AutoPace(own);
  return steps.map(({ id, start, end, moments }) => watched(id, pace, [start, ...moments, end]));
}

/** What is run beside it by those who want to: each step with one thing changed, and on the twin. */
export function asidesWatched(lesson: Lesson, { seed, steps }: Plan): readonly Watched[] {
  return steps.flatMap(({ id, start, change, twin }) => [
    ...(change === null
      ? []
      : [watched(`${id}, changed`, paceOf(lesson.scenario, seed, change.interventions, change.end), [start, change.end])]),
    ...(twin === null || lesson.twin === null
      ? []
      : [watched(`${id}, on the twin`, paceOf(lesson.twin.scenario, seed, twin.interventions, twin.end), [twin.start, twin.end])]),
  ]);
}

function paceOf(scenario: Scenario, seed: number, interventions: readonly PlannedIntervention[], { at }: Instant): AutoPace {
  return new AutoPace(timelineOf(scenario, seed, interventions, at));
}

function watched(name: string, pace: AutoPace, at: readonly Pick<Instant, 'at'>[]): Watched {
  return { name, stops: at.map((one) => pace.wallBetween(at[0]?.at ?? 0, one.at)) };
}
