import { describe, expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import type { Instant } from '../../src/lesson/plan/plan.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { SECOND, type Micros } from '../../src/sim/time.ts';
import { AutoPace } from '../../src/timeline/auto-pace.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import type { PlannedIntervention } from '../../src/timeline/engine.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { theCourse } from './support/course.ts';

/** Nobody watches longer, whatever happens. Six rebalances, one after the other, come near. */
const LONGEST_STEP: Micros = 29 * SECOND;
/** A run beside the lesson's own is watched by those who want to, and has no named instants. */
const LONGEST_ASIDE: Micros = 32 * SECOND;
/** From one named instant to the next, which is what a presenter plays at a time. */
const LONGEST_STRETCH: Micros = 24 * SECOND;
/** Auto pace looks ahead: the run must go on so far beyond what is measured. */
const BEYOND: Micros = 20 * SECOND;

interface Watched {
  readonly name: string;
  /** Is it a step of the lesson's own run? */
  readonly isOwn: boolean;
  /** Beginning, named instants and end, as wall time from the beginning. */
  readonly stops: readonly Micros[];
}

function paceOf(
  scenario: Scenario,
  seed: number,
  interventions: readonly PlannedIntervention[],
  until: Micros,
): AutoPace {
  const timeline = new Timeline({ engine: clusterEngine, scenario, seed, interventions });
  while (!timeline.extend(until + BEYOND, 5000));
  return new AutoPace(timeline);
}

/** Everything that a learner watches at auto pace: each step, with one thing changed, and on the twin. */
function watchedIn(lesson: Lesson): readonly Watched[] {
  const plan = planNow(lesson, lesson.scenario.seed);
  const last = plan.steps.at(-1);
  if (last === undefined) return [];
  const own = paceOf(lesson.scenario, plan.seed, last.interventions, last.end.at);
  const watched = (name: string, pace: AutoPace, at: readonly Pick<Instant, 'at'>[]): Watched => ({
    name,
    isOwn: pace === own,
    stops: at.map((one) => pace.wallBetween(at[0]?.at ?? 0, one.at)),
  });
  return plan.steps.flatMap(({ id, start, end, moments, change, twin }) => [
    watched(id, own, [start, ...moments, end]),
    ...(change === null
      ? []
      : [watched(`${id}, changed`, paceOf(lesson.scenario, plan.seed, change.interventions, change.end.at), [start, change.end])]),
    ...(twin === null || lesson.twin === null
      ? []
      : [watched(`${id}, on the twin`, paceOf(lesson.twin.scenario, plan.seed, twin.interventions, twin.end.at), [twin.start, twin.end])]),
  ]);
}

describe.each(theCourse().lessons)('$title at auto pace', (lesson) => {
  const watched = watchedIn(lesson);

  test('no step takes longer than anybody watches', () => {
    for (const { name, stops, isOwn } of watched)
      expect(stops.at(-1), name).toBeLessThanOrEqual(isOwn ? LONGEST_STEP : LONGEST_ASIDE);
  });

  test('nor does the way from one named instant of a step to the next', () => {
    for (const { name, stops } of watched.filter(({ isOwn }) => isOwn)) {
      const stretches = stops.slice(1).map((stop, at) => stop - (stops[at] ?? 0));
      expect(Math.max(...stretches), name).toBeLessThanOrEqual(LONGEST_STRETCH);
    }
  });

  test('every step takes some time to watch', () => {
    for (const { name, stops } of watched) expect(stops.at(-1), name).toBeGreaterThan(0);
  });
});
