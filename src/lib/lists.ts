/*
 * Short lists that a World keeps. `[...list, item]` and `filter` leave room for some seventeen entries in what they make, and a World that is
 * kept as a checkpoint keeps that room too; these make lists that take what they need.
 */

const EMPTY: readonly never[] = [];

/** The list with `item` after its last. */
export function withLast<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : list.toSpliced(list.length, 0, item);
}

/** The list without the first `item` in it; the same list where there is none. */
export function without<T>(list: readonly T[], item: T): readonly T[] {
  const at = list.indexOf(item);
  if (at < 0) return list;
  return list.length === 1 ? EMPTY : list.toSpliced(at, 1);
}
