import type { World } from '../sim/world.ts';
import type { Plan } from './plan/plan.ts';

/**
 * What a page needs to show a lesson before the simulator has arrived: the lesson played once when the site was built, and the
 * cluster as its first step finds it. The page then runs the same: scenario and seed give the same run on any machine.
 */
export interface Opening {
  readonly plan: Plan;
  readonly world: World;
}
