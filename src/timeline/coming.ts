import type { Micros } from '../sim/time.ts';
import type { Branch, DatedIntervention } from './branches.ts';
import type { Line } from './line.ts';

/**
 * Runs a branch's line on to an instant, so many steps at most, and carries out its recorded interventions on the way.
 * @returns true when everything up to the instant has been run
 */
export function runOn(
  line: Line,
  branch: Pick<Branch, 'coming'>,
  until: Micros,
  budget: number,
  carryOut: (next: DatedIntervention) => void,
): boolean {
  let left = budget;
  while (left > 0) {
    const next = branch.coming[0];
    if (next === undefined || next.at > until) return line.extend(until, left) < left;
    left -= line.extend(next.at - 1, left);
    if (left <= 0) continue;
    left -= stepsOfItsInstant(line, next, left);
    if (left <= 0) continue;
    branch.coming = branch.coming.slice(1);
    carryOut(next);
    left -= 1;
  }
  return false;
}

/**
 * Takes as many steps of an intervention's instant as came before it, or all of them where no number says how many. Where the rules
 * have changed since the recording, the number is another run's, and the instant decides.
 * @returns how many steps were taken; as many as allowed when there may be more
 */
function stepsOfItsInstant(line: Line, next: DatedIntervention, most: number): number {
  const missing = (next.step ?? Number.MAX_SAFE_INTEGER) - line.frontierStep;
  return missing <= 0 ? 0 : missing < most ? line.extend(next.at, missing) : line.extend(next.at, most);
}
