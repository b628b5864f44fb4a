import { describe, expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';
import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import { SECOND, type Micros } from '../../src/sim/time.ts';
import { theCourse } from './support/course.ts';
import { drawnTwice } from './support/drawn.ts';
import { asidesWatched, LONGEST_STEP, ownTimeline, SHORTEST_STEP, stepsWatched } from './support/pace.ts';

/** A run beside the lesson's own is watched by those who want to, and has no named instants. */
const LONGEST_ASIDE: Micros = 26 * SECOND;
/** From one named instant to the next, which is what a presenter plays at a time. */
const LONGEST_STRETCH: Micros = 18 * SECOND;

// The seed that a learner gets. The file that plays a lesson holds its steps to the same bounds for others.
describe.each(theCourse().lessons)('$title at auto pace', (lesson) => {
  const plan = planNow(lesson, lesson.scenario.seed);
  const steps = stepsWatched(plan, ownTimeline(lesson, plan));

  test('a step takes long enough to be seen, and no longer than anybody watches', () => {
    for (const { name, stops } of steps) {
      expect(stops.at(-1), name).toBeGreaterThanOrEqual(SHORTEST_STEP);
      expect(stops.at(-1), name).toBeLessThanOrEqual(LONGEST_STEP);
    }
  });

  test('nobody waits too long from one named instant of a step to the next', () => {
    for (const { name, stops } of steps) {
      const stretches = stops.slice(1).map((stop, at) => stop - (stops[at] ?? 0));
      expect(Math.max(...stretches), name).toBeLessThanOrEqual(LONGEST_STRETCH);
    }
  });

  test('what is run with one thing changed, or on the twin, can be seen too', () => {
    for (const { name, stops } of asidesWatched(lesson, plan)) {
      expect(stops.at(-1), name).toBeGreaterThanOrEqual(SHORTEST_STEP);
      expect(stops.at(-1), name).toBeLessThanOrEqual(LONGEST_ASIDE);
    }
  });

  test('no two things of its picture have one key, which would stop the page', () => {
    expect(drawnTwice(lesson, plan)).toEqual([]);
  }, 60_000);
});
