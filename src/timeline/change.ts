import type { Intervention } from '../sim/intervention.ts';
import type { Micros } from '../sim/time.ts';

/** Where one stands in a run: after so many steps, at this instant. Several steps may share an instant. */
export interface Cursor {
  readonly step: number;
  readonly at: Micros;
}

/** What was changed, and when: what undo takes back, and what a branch is named after. */
export interface Change {
  readonly changes: readonly Intervention[];
  /** What had been done there and is not any more; empty for most. */
  readonly leftOut: readonly Intervention[];
  readonly at: Micros;
}
