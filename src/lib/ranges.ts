/** Numbers [from, to). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/*
 * Sets of numbers as ranges: ascending, apart from each other. What grows at its end, as a producer's count does, stays one range.
 */

/** The parts of a range that the set does not have, ascending. */
export function uncovered(set: readonly Range[], range: Range): readonly Range[] {
  const last = set[set.length - 1];
  if (last === undefined || range.from >= last.to) return [range];
  const parts: Range[] = [];
  let { from } = range;
  for (const known of set) {
    if (known.to <= from) continue;
    if (known.from >= range.to) break;
    if (known.from > from) parts.push({ from, to: known.from });
    from = known.to;
  }
  if (from < range.to) parts.push({ from, to: range.to });
  return parts;
}

/** How many numbers these ranges have. */
export function sizeOf(ranges: readonly Range[]): number {
  let size = 0;
  for (const { from, to } of ranges) size += to - from;
  return size;
}

/** The set with a range more. */
export function withRange(set: readonly Range[], range: Range): readonly Range[] {
  const last = set[set.length - 1];
  if (last === undefined || range.from > last.to) return [...set, range];
  if (range.from === last.to) return [...set.slice(0, -1), { from: last.from, to: range.to }];
  const before = set.filter((known) => known.to < range.from);
  const after = set.filter((known) => known.from > range.to);
  let { from, to } = range;
  for (const known of set) {
    if (known.to < range.from || known.from > range.to) continue;
    from = Math.min(from, known.from);
    to = Math.max(to, known.to);
  }
  return [...before, { from, to }, ...after];
}
