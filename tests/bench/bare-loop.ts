/**
 * The yardstick: an event loop around a mutable binary heap that reschedules 1,000 timers and does nothing else.
 * Machines differ; the ratio to this does not.
 */
export function bareLoop(steps: number): number {
  const size = 1000;
  const at = new Float64Array(size);
  const id = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    at[i] = i;
    id[i] = i;
  }
  const swap = (a: number, b: number): void => {
    const t = at[a] as number;
    const n = id[a] as number;
    at[a] = at[b] as number;
    id[a] = id[b] as number;
    at[b] = t;
    id[b] = n;
  };
  let now = 0;
  for (let step = 0; step < steps; step++) {
    now = at[0] as number;
    at[0] = now + 1 + ((((id[0] as number) * 7919 + step) >>> 0) % 2000);
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= size) break;
      const right = left + 1;
      const least = right < size && (at[right] as number) < (at[left] as number) ? right : left;
      if ((at[least] as number) >= (at[i] as number)) break;
      swap(i, least);
      i = least;
    }
  }
  return now;
}
