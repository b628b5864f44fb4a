import { tailStart, vecGet, type Vec } from './vec.ts';

type Visit<T> = (index: number, before: T | undefined, after: T | undefined) => void;

/**
 * Calls `visit` for each index at which two vectors differ, in ascending order. Chunks they share are not entered, so the cost
 * follows what changed and not what there is.
 * @param visit gets `undefined` for what is not there
 */
export function vecChanges<T>(before: Vec<T>, after: Vec<T>, visit: Visit<T>): void {
  if (before === after) return;
  const inBoth = Math.min(tailStart(before.length), tailStart(after.length));
  const shared = before.depth === after.depth ? inBoth : 0;
  if (shared > 0) inChunks(before, after, before.root, after.root, before.depth * 5, 0, shared, visit);
  const length = Math.max(before.length, after.length);
  for (let index = shared; index < length; index++) compare(before, after, index, visit);
}

function compare<T>(before: Vec<T>, after: Vec<T>, index: number, visit: Visit<T>): void {
  const was = vecGet(before, index);
  const is = vecGet(after, index);
  if (was !== is) visit(index, was, is);
}

/** Below `end` both trees have all their chunks. */
function inChunks<T>(
  before: Vec<T>,
  after: Vec<T>,
  was: readonly unknown[],
  is: readonly unknown[],
  shift: number,
  first: number,
  end: number,
  visit: Visit<T>,
): void {
  for (let i = 0, index = first; index < end && i < 32; i++, index += 1 << shift) {
    if (was[i] === is[i]) continue;
    if (shift === 0) compare(before, after, index, visit);
    else
      inChunks(before, after, was[i] as readonly unknown[], is[i] as readonly unknown[], shift - 5, index, end, visit);
  }
}
