import type { Micros } from '../../sim/time.ts';
import type { Interest } from '../../sim/trace/entry.ts';
import type { Seq } from '../../sim/world.ts';

/** A trace entry as a line to read. The sentence comes from the one generator of sentences. */
export interface EntryLine {
  readonly seq: Seq;
  readonly at: Micros;
  readonly sentence: string;
  readonly interest: Interest;
  /** Is it the cause of a failure (the one red thing)? */
  readonly fault: boolean;
}
