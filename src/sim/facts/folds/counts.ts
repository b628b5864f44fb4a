import { vecFilled, vecGet, vecSet, type Vec } from '../../../lib/vec.ts';
import { entryTypes, interestOf } from '../../trace/interest.ts';
import type { EntryType } from '../../trace/entry.ts';
import type { Fold } from '../fold.ts';

/** Types that are counted: all but noise, which would cost every step something and answer no question. */
export const countedTypes: readonly EntryType[] = entryTypes.filter((type) => interestOf(type) !== 'noise');

const indexOfType: { readonly [type: string]: number } = Object.fromEntries(
  countedTypes.map((type, index) => [type, index]),
);

/** How many entries of each counted type there have been. */
export const countsFold: Fold<Vec<number>> = {
  id: 'counts',
  entries: countedTypes,
  start: () => vecFilled(countedTypes.length, 0),
  take(state, entry) {
    const index = indexOfType[entry.type];
    return index === undefined ? state : vecSet(state, index, (vecGet(state, index) ?? 0) + 1);
  },
};

/** How many entries of this type there have been; null for a type that is not counted. */
export function countOf(state: Vec<number>, type: string): number | null {
  const index = indexOfType[type];
  return index === undefined ? null : (vecGet(state, index) ?? 0);
}
