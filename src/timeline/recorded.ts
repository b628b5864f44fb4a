import type { Micros } from '../sim/time.ts';
import type { Cursor } from './change.ts';
import type { PlannedIntervention } from './engine.ts';
import type { Line } from './line.ts';
import { RECORDING_FORMAT, type Recording } from './recording.ts';

/** Of what run: a recording says so. */
type Origin = Pick<Recording, 'engine' | 'scenario' | 'seed'>;

/** A line up to where so many steps have been taken. */
export function recordedUpTo(line: Line, { step, at }: Cursor, origin: Origin): Recording {
  return recordingOf(
    line.interventions.filter((planned) => planned.step < step),
    at,
    origin,
  );
}

/**
 * A line up to where a bug of ours struck: what was being carried out, or was planned next, is part of it.
 * @param attempted what was being carried out
 */
export function recordedUpToBug(line: Line, attempted: readonly PlannedIntervention[], origin: Origin): Recording {
  const { interventions, frontier, frontierAt } = line;
  const [first] = attempted;
  if (first === undefined)
    return recordingOf(interventions, Math.max(frontierAt, frontier.world.agenda?.item.at ?? 0), origin);
  const before = interventions.filter((planned) => planned.step < first.step);
  return recordingOf([...before, ...attempted], first.at, origin);
}

function recordingOf(
  interventions: readonly PlannedIntervention[],
  until: Micros,
  { engine, scenario, seed }: Origin,
): Recording {
  return { format: RECORDING_FORMAT, engine, scenario, seed, interventions, until };
}
