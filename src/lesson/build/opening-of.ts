import { assert } from '../../lib/assert.ts';
import { createWorld, step } from '../../sim/cluster.ts';
import type { Lesson } from '../lesson.ts';
import type { Opening } from '../opening.ts';
import { planWithSoundSeed } from '../plan/plan-lesson.ts';

/** Plays a lesson for the first seed that all its questions can be asked with, and keeps the World that its first step begins in. */
export function openingOf(lesson: Lesson): Opening {
  const planning = planWithSoundSeed(lesson, lesson.scenario.seed);
  let turn = planning.next();
  while (turn.done !== true) turn = planning.next();
  const plan = turn.value;
  const start = plan.steps[0]?.start.step ?? 0;
  let world = createWorld(lesson.scenario, plan.seed);
  // Nothing is done to the cluster before the first step begins.
  while (world.steps < start) {
    const taken = step(world);
    assert(taken !== null, 'what the plan has run can be run again');
    world = taken.world;
  }
  return { plan, world };
}
