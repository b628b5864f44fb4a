import type { History } from '../sim/facts/fold.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { World } from '../sim/world.ts';

/** A checkpoint and the entries from it to the next: immutable once it is closed, so that branches can share it. */
export interface Segment {
  /** Steps before it; a multiple of SEGMENT_STEPS. */
  readonly step: number;
  /** The World after so many steps. */
  readonly world: World;
  readonly history: History;
  /** Null when they have been let go; they are replayed when asked for. */
  readonly chunk: Chunk | null;
}

/** The entries of consecutive steps. */
export interface Chunk {
  readonly entries: readonly TraceEntry[];
  /** For each step, how many of the entries there are up to and including it. */
  readonly ends: readonly number[];
}

/** The index of the last item whose key is not above `wanted`; -1 when all are. Keys ascend. */
export function lastAtMost<T>(items: readonly T[], wanted: number, key: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (key(items[middle] as T) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The entries of the step after `taken` steps of the chunk. */
export function entriesOfStep(chunk: Chunk, taken: number): readonly TraceEntry[] {
  return chunk.entries.slice(taken === 0 ? 0 : chunk.ends[taken - 1], chunk.ends[taken]);
}

/** The segment without its entries. */
export function withoutEntries(segment: Segment): Segment {
  return segment.chunk === null ? segment : { ...segment, chunk: null };
}

/** A chunk that grows while its steps are run. */
export interface OpenChunk extends Chunk {
  readonly entries: TraceEntry[];
  readonly ends: number[];
}

/** Adds a step's entries to a chunk that is still open. */
export function addStep(chunk: OpenChunk, entries: readonly TraceEntry[]): void {
  for (const entry of entries) chunk.entries.push(entry);
  chunk.ends.push(chunk.entries.length);
}
