import type { TraceEntry } from '../trace/entry.ts';
import type { World } from '../world.ts';
import { invariants } from './all.ts';
import type { Invariant, Violation, Watcher } from './invariant.ts';
import { Ledger } from './ledger.ts';
import { sightOf } from './sight.ts';

/** Checks a run step by step, from its first. */
export class Checker {
  readonly ledger = new Ledger();
  private readonly watched: readonly { readonly invariant: Invariant; readonly watcher: Watcher }[];

  constructor(chosen: readonly Invariant[] = invariants) {
    this.watched = chosen.map((invariant) => ({ invariant, watcher: invariant.watch() }));
  }

  /** What is wrong after a step; nothing: all is well. */
  look(before: World, after: World, entries: readonly TraceEntry[]): readonly Violation[] {
    const sight = sightOf(before, after, entries);
    this.ledger.look(sight);
    const violations: Violation[] = [];
    const seq = entries[0]?.seq ?? before.nextSeq;
    for (const { invariant, watcher } of this.watched)
      watcher.look(sight, this.ledger, (partition, text) => {
        violations.push({ invariant: invariant.name, seq, partition, text });
      });
    return violations;
  }
}
