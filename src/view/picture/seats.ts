/** An element that shows one thing after another. */
export interface Seat<T> {
  readonly id: number;
  readonly mark: T;
  /** Changes whenever something else takes the seat, so that what fades in does so again. */
  readonly turn: boolean;
}

/**
 * Who stays keeps its seat, who comes takes one that is free: what scrolls through a window then needs no new elements, which cost far
 * more than new words in old ones. What did not change is the same object as before.
 * @param before the seats as they were
 * @param marks what is shown now; keys are unique
 */
export function seated<T extends { readonly key: string }>(
  before: readonly Seat<T>[],
  marks: readonly T[],
): readonly Seat<T>[] {
  const coming = new Map(marks.map((mark) => [mark.key, mark]));
  const staying = before.map(({ mark }) => {
    const now = coming.get(mark.key) ?? null;
    coming.delete(mark.key);
    return now;
  });
  const fresh = [...coming.values()];
  let next = 0;
  const seats: Seat<T>[] = [];
  before.forEach((seat, i) => {
    const now = staying[i] ?? null;
    const taker = now ?? fresh[next];
    if (taker === undefined) return;
    if (now === null) next++;
    seats.push(taker === seat.mark ? seat : { id: seat.id, mark: taker, turn: now === null ? !seat.turn : seat.turn });
  });
  let id = before.reduce((most, seat) => Math.max(most, seat.id), -1);
  for (const mark of fresh.slice(next)) seats.push({ id: ++id, mark, turn: false });
  return seats;
}
