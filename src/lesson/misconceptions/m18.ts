import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A group is a name and its members; each of them subscribes to what it likes, and a rebalance is of them all. */
export const m18: Misconception = {
  id: 'M18',
  belief: 'a group belongs to a topic, so members that read another one do not concern it',
  answer: (asking) => (asking.fact === 'generation' && asking.isNew ? 0 : undefined),
  refutedBy: (asking) => firstOf(asking, 'PartitionsRevoked') ?? firstOf(asking, 'GenerationBegun'),
};
