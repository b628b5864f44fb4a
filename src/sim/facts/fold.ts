import type { EntryType, TraceEntry } from '../trace/entry.ts';
import type { Glimpse } from '../world.ts';

/**
 * What is remembered of the past so that no question scans the trace: an accumulator that takes the entries of each step. It is
 * kept beside the World in every checkpoint, so it is immutable, JSON only, and grows with batches, never with records.
 */
export interface Fold<S> {
  readonly id: string;
  /** Types of entries it takes; it never sees others. */
  readonly entries: readonly EntryType[];
  /** Before the first step. */
  start(): S;
  /** With one entry more, and what there is after the entry's step; to be looked at, not to be kept. Returns the same object when nothing changed. */
  take(state: S, entry: TraceEntry, world: Glimpse): S;
}

/** A fold whose state's type does not matter here. */
export type AnyFold = Fold<unknown>;

/** The accumulators of several folds, in the order of the list that they were started with. */
export type History = readonly unknown[];

/** Several folds kept together, so that each entry is looked at once. */
export interface Folds {
  readonly list: readonly AnyFold[];
  start(): History;
  /** With the entries of one step; `world`: what there is after it, to be looked at, not to be kept. */
  take(history: History, entries: readonly TraceEntry[], world: Glimpse): History;
}

/** Joins folds. Entries that no fold takes cost one look-up each. */
export function joinFolds(list: readonly AnyFold[]): Folds {
  const byType: { [type: string]: number[] } = {};
  list.forEach((fold, index) => {
    for (const type of fold.entries) (byType[type] ??= []).push(index);
  });
  return {
    list,
    start: () => list.map((fold) => fold.start()),
    take(history, entries, world) {
      let next: unknown[] | null = null;
      for (const entry of entries) {
        const takers = byType[entry.type];
        if (takers === undefined) continue;
        for (const index of takers) {
          const before = (next ?? history)[index];
          const after = list[index]?.take(before, entry, world);
          if (after === before) continue;
          next ??= history.slice();
          next[index] = after;
        }
      }
      return next ?? history;
    },
  };
}
