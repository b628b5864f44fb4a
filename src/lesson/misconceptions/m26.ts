import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A group's position may be moved back at any time: seek(), or committed offsets that are reset. */
export const m26: Misconception = {
  id: 'M26',
  belief: 'to read something again one must make a new group',
  answer(asking) {
    if (asking.fact === 'groups' && asking.take === 'count' && typeof asking.right === 'number')
      return asking.right + 1;
    return asking.fact === 'deliveries' && asking.isNew ? 0 : undefined;
  },
  refutedBy: (asking) => firstOf(asking, 'PositionSought'),
};
