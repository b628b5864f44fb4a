interface Timer {
  at: number;
  order: number;
  readonly id: number;
}

function before(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** The textbook's binary heap: push sifts up, pop moves the last to the top and sifts down. */
class BinaryHeap {
  private readonly items: Timer[] = [];

  push(timer: Timer): void {
    const { items } = this;
    let at = items.length;
    items.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as Timer;
      if (!before(timer, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = timer;
  }

  pop(): Timer {
    const { items } = this;
    const top = items[0] as Timer;
    const last = items.pop() as Timer;
    const { length } = items;
    if (length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && before(items[child + 1] as Timer, items[child] as Timer)) child += 1;
      if (!before(items[child] as Timer, last)) break;
      items[at] = items[child] as Timer;
      at = child;
    }
    items[at] = last;
    return top;
  }
}

/**
 * The yardstick: an event loop around a mutable binary heap that reschedules 1,000 timers and does nothing else.
 * Machines differ; the ratio to this does not.
 */
export function bareLoop(steps: number): number {
  const heap = new BinaryHeap();
  let order = 0;
  for (let id = 0; id < 1000; id++) heap.push({ at: (id * 7919) % 1000, order: order++, id });
  let now = 0;
  let state = 1;
  for (let step = 0; step < steps; step++) {
    const timer = heap.pop();
    now = timer.at;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    heap.push({ at: now + 1 + (state % 2000), order: order++, id: timer.id });
  }
  return now;
}
