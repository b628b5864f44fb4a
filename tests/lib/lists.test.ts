import { describe, expect, it } from 'vitest';

import { withLast, without } from '../../src/lib/lists.ts';

describe('a short list of a World', () => {
  it('gets an item after its last, and stays as it was', () => {
    const list = Object.freeze([1, 2]);
    expect([withLast([], 1), withLast(list, 3), list]).toEqual([[1], [1, 2, 3], [1, 2]]);
  });

  it('loses the first item that is the same, and is itself when there is none', () => {
    const list = Object.freeze([1, 2, 1]);
    expect([without(list, 1), without([2], 2), without(list, 3) === list]).toEqual([[2, 1], [], true]);
  });
});
