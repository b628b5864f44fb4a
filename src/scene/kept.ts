/** The last list again if the next one holds the same objects in the same order: whoever draws it need not look inside. */
export function keptList<T>(last: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  if (last === undefined || last.length !== next.length) return next;
  for (let i = 0; i < next.length; i++) if (last[i] !== next[i]) return next;
  return last;
}

/** Do both lists hold the same objects? */
export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Remembers the last result, and gives it again while the inputs are the same objects. */
export function remembered<T>(): (inputs: readonly unknown[], make: () => T) => T {
  let last: { readonly inputs: readonly unknown[]; readonly value: T } | null = null;
  return (inputs, make) => {
    if (last === null || !sameItems(last.inputs, inputs)) last = { inputs, value: make() };
    return last.value;
  };
}

/** The same for a family of results with a key each; what is not asked for in a round is forgotten in the next. */
export function rememberedByKey<T>(): {
  readonly get: (key: string, inputs: readonly unknown[], make: () => T) => T;
  readonly endRound: () => void;
} {
  let last = new Map<string, { readonly inputs: readonly unknown[]; readonly value: T }>();
  let now: typeof last = new Map();
  return {
    get(key, inputs, make) {
      const before = last.get(key);
      const entry = before !== undefined && sameItems(before.inputs, inputs) ? before : { inputs, value: make() };
      now.set(key, entry);
      return entry.value;
    },
    endRound() {
      last = now;
      now = new Map();
    },
  };
}

/** The last value again if the next one is equal to it as JSON; item by item if they are lists. */
export function keptEqual<T>(last: T | undefined, next: T): T {
  if (last === undefined || last === next) return next;
  if (Array.isArray(next) && Array.isArray(last)) {
    const before = last as readonly unknown[];
    const items = (next as readonly unknown[]).map((item, i) => keptEqual(before[i], item));
    return keptList(before, items) as T;
  }
  return isEqual(last, next) ? last : next;
}

/** Are both the same JSON? Ends at the first difference and writes no text. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  let keys = 0;
  for (const key in one) {
    if (!isEqual(one[key], other[key])) return false;
    keys++;
  }
  return keys === Object.keys(other).length;
}
