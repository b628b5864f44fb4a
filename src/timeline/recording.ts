import type { Intervention } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Micros } from '../sim/time.ts';

export const RECORDING_FORMAT = 'highwater-recording';

/** An intervention of a recording. */
export interface RecordedIntervention {
  readonly at: Micros;
  /** How many steps had been taken before it: several steps may share an instant. */
  readonly step: number;
  readonly intervention: Intervention;
}

/**
 * A run as it can be kept in a file or a link: everything else follows from it. JSON only.
 */
export interface Recording {
  readonly format: typeof RECORDING_FORMAT;
  /** The rules it was made under; others may run it differently. */
  readonly engine: string;
  readonly scenario: Scenario;
  readonly seed: number;
  /** In the order in which they were made. */
  readonly interventions: readonly RecordedIntervention[];
  /** The instant it shows. */
  readonly until: Micros;
}

/** A recording as text: one line of JSON. */
export function recordingText(recording: Recording): string {
  return JSON.stringify(recording);
}
