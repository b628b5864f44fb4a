import type { PlannedStep } from '../../lesson/plan/plan.ts';
import { whyNotRun, type Player } from '../../lesson/player/player.ts';
import type { Limit } from './limit.ts';

/** Does the step wait to be run? */
export function isWaiting({ value }: Player): boolean {
  return value === 'reading' || value === 'predicting';
}

/** How far the run may be shown, by where the player stands in a step. */
export function limitOf(player: Player, step: PlannedStep): Limit {
  return isWaiting(player)
    ? { mark: step.start, reason: whyNotRun(player) ?? 'Press Run to begin the step.' }
    : { mark: step.end, reason: 'The step ends here. Go on to the next one, or change something.' };
}
