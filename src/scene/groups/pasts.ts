import type { History } from '../../sim/facts/fold.ts';
import type { GroupPast } from '../../sim/facts/folds/rebalances.ts';
import { factFolds } from '../../sim/facts/folds.ts';

const NONE: readonly GroupPast[] = [];

let index: number | null = null;

/** What a history remembers of groups; nothing without a history. */
export function groupPasts(history: History | undefined): readonly GroupPast[] {
  if (history === undefined) return NONE;
  index ??= factFolds.list.findIndex(({ id }) => id === 'rebalances');
  return (history[index] as readonly GroupPast[] | undefined) ?? NONE;
}
