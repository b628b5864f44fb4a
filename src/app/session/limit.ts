import type { Cursor } from '../../timeline/timeline.ts';

/** How far a run may be shown: a lesson does not run on before a prediction, or past the end of a step. */
export interface Limit {
  readonly mark: Cursor;
  /** Why it goes no further, for the reader. */
  readonly reason: string;
}
