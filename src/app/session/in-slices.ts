import { SLICE_MS, type Outside } from './outside.ts';

/** Lets a generator work through to its end, a slice at a time, so that the page stays alive. */
export async function inSlices<T>(work: Generator<undefined, T>, outside: Outside): Promise<T> {
  let began = outside.now();
  for (;;) {
    const turn = work.next();
    if (turn.done === true) return turn.value;
    if (outside.now() - began < SLICE_MS) continue;
    await outside.rest();
    began = outside.now();
  }
}
