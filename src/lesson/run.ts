import type { Json } from '../lib/json.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { Seq, World } from '../sim/world.ts';
import type { Goal } from './lesson.ts';

/**
 * What a lesson needs of a run, wherever it is played: without a page by `headless-run.ts`, in the page by the timeline. The
 * present moves forwards only through `runUntil`; `seek` shows an earlier instant without changing what has happened.
 */
export interface LessonRun {
  readonly world: World;
  readonly now: Micros;
  /** The number of the next trace entry: everything below has happened. */
  readonly nextSeq: Seq;
  /**
   * A question as an author writes it: `highWatermark(orders-0)`.
   * @returns null where it has no answer (yet)
   */
  ask(fact: string): Json;
  /** Trace entries [from, to). */
  entries(from: Seq, to: Seq): readonly TraceEntry[];
  /** Makes an intervention at the present instant, at once; or, with `after`, when the run gets there. */
  intervene(intervention: Intervention, after?: Micros): void;
  /**
   * Runs until the goal holds, to the end of that instant.
   * @returns false when it did not come to hold within the goal's time
   */
  runUntil(goal: Goal): boolean;
  /** Shows the run as it was after so many steps. */
  seek(step: number): void;
}
