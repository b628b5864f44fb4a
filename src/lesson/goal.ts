import type { Json } from '../lib/json.ts';
import type { Condition } from '../sim/scenario.ts';
import { entryMatches, factHolds } from '../sim/script.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { World } from '../sim/world.ts';

/** Asks a fact by its name and arguments; null or undefined where it has no answer. */
export type AskByName = (fact: string, args: readonly (string | number)[]) => Json | undefined;

/** Conditions that are waited for, and how often the entries among them have been seen since the waiting began. */
export interface Watch {
  readonly all: readonly Condition[];
  readonly seen: readonly number[];
}

/** Begins to wait: entries count from here. */
export function newWatch(all: readonly Condition[]): Watch {
  return { all, seen: all.map(() => 0) };
}

/** After one step more; the same object when nothing that is waited for was among its entries. */
export function watchEntries(watch: Watch, entries: readonly TraceEntry[], world: World): Watch {
  let seen: number[] | null = null;
  watch.all.forEach((condition, index) => {
    if (condition.kind !== 'entry') return;
    for (const entry of entries) {
      if (entry.type !== condition.entry || !entryMatches(world, entry, condition)) continue;
      seen ??= [...watch.seen];
      seen[index] = (seen[index] ?? 0) + 1;
    }
  });
  return seen === null ? watch : { all: watch.all, seen };
}

/** Do all of them hold now? Facts are asked of the present, entries must have been seen often enough. */
export function allHold(watch: Watch, ask: AskByName): boolean {
  return watch.all.every((condition, index) =>
    condition.kind === 'entry'
      ? (watch.seen[index] ?? 0) >= condition.times
      : factHolds(condition, ask(condition.fact, condition.args) ?? undefined),
  );
}
