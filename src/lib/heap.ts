/**
 * A persistent leftist heap (Crane 1972; Okasaki, "Purely Functional Data Structures", 3.1): the agenda of a World.
 * Items are ordered by time, then by the order in which they were planned, so ties never depend on anything else.
 */
export interface Planned {
  /** When, in microseconds of virtual time. */
  readonly at: number;
  /** Breaks ties: lower goes first. Unique within a heap. */
  readonly order: number;
}

export interface HeapNode<T extends Planned> {
  readonly item: T;
  readonly rank: number;
  readonly left: Heap<T>;
  readonly right: Heap<T>;
}

export type Heap<T extends Planned> = HeapNode<T> | null;

/** Does `a` go before `b`? */
function goesBefore(a: Planned, b: Planned): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** The heap that holds the items of both. */
function heapMerge<T extends Planned>(a: Heap<T>, b: Heap<T>): Heap<T> {
  if (a === null) return b;
  if (b === null) return a;
  if (goesBefore(b.item, a.item)) return withChildren(b.item, b.left, heapMerge(b.right, a));
  return withChildren(a.item, a.left, heapMerge(a.right, b));
}

function withChildren<T extends Planned>(item: T, a: Heap<T>, b: Heap<T>): HeapNode<T> {
  const rankA = a === null ? 0 : a.rank;
  const rankB = b === null ? 0 : b.rank;
  return rankA >= rankB ? { item, rank: rankB + 1, left: a, right: b } : { item, rank: rankA + 1, left: b, right: a };
}

/** The heap with one item more. */
export function heapPush<T extends Planned>(heap: Heap<T>, item: T): HeapNode<T> {
  return heapMerge(heap, { item, rank: 1, left: null, right: null }) as HeapNode<T>;
}

/** The heap without its first item. */
export function heapPop<T extends Planned>(heap: HeapNode<T>): Heap<T> {
  return heapMerge(heap.left, heap.right);
}

/** Every item, in no particular order; without recursion, since a leftist heap can be deep on its left. */
export function heapItems<T extends Planned>(heap: Heap<T>): T[] {
  const items: T[] = [];
  const open: Heap<T>[] = [heap];
  while (open.length > 0) {
    const node = open.pop() as Heap<T>;
    if (node === null) continue;
    items.push(node.item);
    open.push(node.left, node.right);
  }
  return items;
}

/** A heap of the given items. */
export function heapOf<T extends Planned>(items: readonly T[]): Heap<T> {
  let heap: Heap<T> = null;
  for (const item of items) heap = heapPush(heap, item);
  return heap;
}
