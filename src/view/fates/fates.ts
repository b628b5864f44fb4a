import type { FateQuery } from '../../scene/fate-list.ts';

/** A text that names a number of the tables of fates: the same number at every instant. */
export function keyOfNumber({ of, owner, fate }: FateQuery): string {
  return `${of} ${fate} ${owner.key}`;
}
