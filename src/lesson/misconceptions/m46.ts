import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A consumer without a group keeps its position in its own memory. */
export const m46: Misconception = {
  id: 'M46',
  belief: 'the cluster remembers for every reader where it stopped',
  answer: (asking) => (asking.fact === 'printed' && asking.isNew ? 0 : undefined),
  refutedBy: (asking) => firstOf(asking, 'PositionReset'),
};
