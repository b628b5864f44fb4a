import { vecGet, type Vec } from './vec.ts';

/**
 * Calls `visit` for each index at which two vectors differ, in ascending order. Chunks they share are not entered, so the cost
 * follows what changed and not what there is.
 * @param visit gets `undefined` for what is not there
 */
export function vecChanges<T>(
  before: Vec<T>,
  after: Vec<T>,
  visit: (index: number, before: T | undefined, after: T | undefined) => void,
): void {
  if (before === after) return;
  if (before.depth === after.depth) {
    inChunks(before, after, before.root, after.root, before.depth * 5, 0, visit);
    return;
  }
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index++) {
    const was = vecGet(before, index);
    const is = vecGet(after, index);
    if (was !== is) visit(index, was, is);
  }
}

function inChunks<T>(
  before: Vec<T>,
  after: Vec<T>,
  was: readonly unknown[],
  is: readonly unknown[],
  shift: number,
  first: number,
  visit: (index: number, before: T | undefined, after: T | undefined) => void,
): void {
  const width = Math.max(was.length, is.length);
  for (let i = 0; i < width; i++) {
    if (was[i] === is[i]) continue;
    const index = first + (i << shift);
    if (shift === 0) visit(index, vecGet(before, index), vecGet(after, index));
    else
      inChunks(
        before,
        after,
        (was[i] ?? []) as readonly unknown[],
        (is[i] ?? []) as readonly unknown[],
        shift - 5,
        index,
        visit,
      );
  }
}
