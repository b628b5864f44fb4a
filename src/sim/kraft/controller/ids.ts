/** Are these the same brokers in the same order? */
export function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

/** Each of them once, in the order of their first places. */
export function distinct<T>(list: readonly T[]): readonly T[] {
  return list.filter((item, at) => list.indexOf(item) === at);
}
