import { present } from '../lib/assert.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Micros } from '../sim/time.ts';
import type { DatedIntervention } from './branches.ts';
import type { Line } from './line.ts';
import { entriesBetween } from './trace.ts';

/** What a future without an intervention is made of. */
export interface Left {
  /** It begins after so many steps, at this instant. */
  readonly step: number;
  readonly at: Micros;
  /** What is left out. */
  readonly interventions: readonly Intervention[];
  /** What has to be done for it: the script's acts wait on the agenda, and are taken off it. */
  readonly changes: readonly Intervention[];
  /** What was done later, at its instants: the steps are counted differently there. */
  readonly later: readonly DatedIntervention[];
}

/**
 * What would be left out if the intervention that is the step after `step` steps were not: it, and what was done together with it,
 * the steps before and after it at the same instant that are interventions too. Someone did it, or the scenario's script.
 */
export function leftOutAt(line: Line, step: number): Left {
  const planned = line.interventions;
  const isPlanned = planned.some((one) => one.step === step);
  const done = (at: number): Done | null => {
    const [entry] = at < 0 || at >= line.frontierStep ? [] : entriesBetween(line, at, at + 1);
    if (entry?.type !== 'Intervened' || planned.some((one) => one.step === at) !== isPlanned) return null;
    return { at: entry.t, intervention: entry.args.intervention };
  };
  const {
    at,
    intervention: { type },
  } = present(done(step), 'an entry that tells of an intervention stands in its step');
  // What somebody does at one instant are things of their own, but for the two directions of a link.
  const together = (other: number): boolean => {
    const one = done(other);
    return one?.at === at && (!isPlanned || ('from' in one.intervention && one.intervention.type === type));
  };
  let first = step;
  let next = step + 1;
  while (together(first - 1)) first -= 1;
  while (together(next)) next += 1;
  const steps = Array.from({ length: next - first }, (_, i) => first + i);
  return {
    step: first,
    at,
    interventions: steps.flatMap((one) => done(one)?.intervention ?? []),
    changes: isPlanned ? [] : [{ type: 'leaveOut' }],
    later: planned.filter((one) => one.step >= next).map((one) => ({ at: one.at, intervention: one.intervention })),
  };
}

interface Done {
  readonly at: Micros;
  readonly intervention: Intervention;
}
