import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { interestIn } from '../sim/trace/interest.ts';
import type { Seq } from '../sim/world.ts';
import type { Line } from './line.ts';
import { entriesOfStep, lastAtMost } from './segment.ts';

/** The entries of a line's steps after `from` steps, up to `to` steps; what was let go is replayed. */
export function entriesBetween(line: Line, from: number, to: number): readonly TraceEntry[] {
  const all: TraceEntry[] = [];
  for (let step = Math.max(0, from); step < to;) {
    const segment = line.denseSegment(step);
    const ends = segment.chunk?.ends ?? [];
    const first = step - segment.step;
    const last = Math.min(ends.length, to - segment.step);
    if (last <= first) break;
    const entries = segment.chunk?.entries ?? [];
    for (let i = first === 0 ? 0 : (ends[first - 1] ?? 0); i < (ends[last - 1] ?? 0); i++)
      all.push(entries[i] as TraceEntry);
    step = segment.step + last;
  }
  return all;
}

/** Calls `visit` with the entries of each step after `from` steps, up to `to` steps. */
export function eachStep(line: Line, from: number, to: number, visit: (entries: readonly TraceEntry[]) => void): void {
  for (let step = Math.max(0, from); step < to;) {
    const { step: start, chunk } = line.denseSegment(step);
    const end = Math.min(to, start + (chunk?.ends.length ?? 0));
    if (chunk === null || end <= step) return;
    for (; step < end; step++) visit(entriesOfStep(chunk, step - start));
  }
}

/** An entry and the number of steps up to and including its own; null when it has not been written. */
export function entryAt(line: Line, seq: Seq): { readonly entry: TraceEntry; readonly step: number } | null {
  const segment = line.segmentOfEntry(seq);
  if (segment === null || segment.chunk === null) return null;
  const index = seq - segment.world.nextSeq;
  const entry = segment.chunk.entries[index];
  if (entry === undefined) return null;
  return { entry, step: segment.step + lastAtMost(segment.chunk.ends, index, (end) => end) + 2 };
}

/** The first entry after an instant, within so many steps: of one type, or of any that is no noise. */
export function firstAfter(line: Line, at: Micros, type: string | null, steps: number): TraceEntry | null {
  let step = line.segmentAtInstant(at).step;
  while (step < steps) {
    const segment = line.denseSegment(step);
    const ends = segment.chunk?.ends ?? [];
    if (segment.chunk === null || ends.length === 0) return null;
    for (let taken = step - segment.step; taken < ends.length && segment.step + taken < steps; taken++) {
      for (const entry of entriesOfStep(segment.chunk, taken)) {
        const wanted = type === null ? interestIn(entry) !== 'noise' : entry.type === type;
        if (entry.t > at && wanted) return entry;
      }
    }
    step = segment.step + ends.length;
  }
  return null;
}
