import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { interestIn } from '../sim/trace/interest.ts';
import type { Line } from './line.ts';
import { entriesOfStep } from './segment.ts';

/** A step with something in it that is worth a stop. */
export interface Beat {
  /** Steps up to and including it. */
  readonly step: number;
  readonly at: Micros;
  readonly entries: readonly TraceEntry[];
}

/** Which entries are worth a stop. */
export type Interesting = (entry: TraceEntry) => boolean;

/** The entries that stop "next interesting" by default. */
export function isBeat(entry: TraceEntry): boolean {
  return interestIn(entry) === 'beat';
}

/** The first beat after so many steps, as far as the line has been run; null: none yet. */
export function beatAfter(line: Line, step: number, interesting: Interesting): Beat | null {
  for (let from = step; from < line.frontierStep;) {
    const segment = line.denseSegment(from);
    const ends = segment.chunk?.ends ?? [];
    for (let taken = from - segment.step; taken < ends.length; taken++) {
      const beat = beatAt(line, segment.step + taken, interesting);
      if (beat !== null) return beat;
    }
    from = segment.step + ends.length;
  }
  return null;
}

/** The last beat before the step that leads to `step` steps; null: none. */
export function beatBefore(line: Line, step: number, interesting: Interesting): Beat | null {
  for (let from = step - 2; from >= 0; from--) {
    const beat = beatAt(line, from, interesting);
    if (beat !== null) return beat;
  }
  return null;
}

function beatAt(line: Line, taken: number, interesting: Interesting): Beat | null {
  const { step, chunk } = line.denseSegment(taken);
  const entries = chunk === null ? [] : entriesOfStep(chunk, taken - step);
  const found = entries.find(interesting);
  return found === undefined ? null : { step: taken + 1, at: found.t, entries };
}
