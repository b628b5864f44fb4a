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

/** Microseconds as seconds with three digits: `12.400`. */
export function timeText(at: Micros): string {
  const milliseconds = Math.floor(at / 1000);
  const whole = Math.floor(milliseconds / 1000);
  return `${whole}.${String(milliseconds % 1000).padStart(3, '0')}`;
}
