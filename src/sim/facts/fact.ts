import { assert } from '../../lib/assert.ts';
import type { Micros } from '../time.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { World } from '../world.ts';
import type { ArgsOf, ArgSpec, ArgValue } from './args.ts';
import type { AnyFold, Fold, History } from './fold.ts';
import { foldIndexOf } from './folds.ts';

/** An answer: JSON. Null: there is none, because what is asked about does not exist (yet). */
export type FactValue = null | boolean | number | string | readonly FactValue[] | { readonly [key: string]: FactValue };

/** What a fact may look at. */
export interface Run {
  readonly world: World;
  /** The accumulators of `factFolds` that belong to this World; null where nobody keeps them (a scenario's script). */
  readonly history: History | null;
  /** The first entry after an instant, of one type or of any that is no noise; absent where nobody keeps the trace. */
  readonly firstAfter?: (at: Micros, type: string | null) => TraceEntry | null;
}

/**
 * A question one may ask of a World and of what is remembered of its past. Questions share their folds, so that any of them
 * can be asked at any instant without having been announced.
 */
export interface Fact {
  readonly id: string;
  readonly args: readonly ArgSpec[];
  /** What it remembers of the past; empty: the World alone answers it. */
  readonly folds: readonly AnyFold[];
  /** Does it need the trace itself? */
  readonly readsTrace: boolean;
  ask(run: Run, args: readonly ArgValue[]): FactValue;
  /** The answer as a sentence: short, in the present tense. */
  say(value: FactValue, args: readonly ArgValue[]): string;
}

interface Definition<A extends readonly ArgSpec[], V extends FactValue> {
  readonly id: string;
  readonly args: A;
  readonly folds?: readonly AnyFold[];
  readonly readsTrace?: true;
  readonly ask: (run: Run, ...args: ArgsOf<A>) => V;
  readonly say: (value: V, ...args: ArgsOf<A>) => string;
}

/** A fact whose functions get their arguments one by one, typed after `args`. */
export function defineFact<const A extends readonly ArgSpec[], V extends FactValue>(
  definition: Definition<A, V>,
): Fact {
  return {
    id: definition.id,
    args: definition.args,
    folds: definition.folds ?? [],
    readsTrace: definition.readsTrace === true,
    ask: (run, args) => definition.ask(run, ...(args as unknown as ArgsOf<A>)),
    say: (value, args) => definition.say(value as V, ...(args as unknown as ArgsOf<A>)),
  };
}

/** What a fold has gathered up to the World of this run. */
export function remembered<S>(run: Run, fold: Fold<S>): S {
  assert(run.history !== null, () => `a run without history has no ${fold.id}`);
  return run.history[foldIndexOf(fold)] as S;
}
