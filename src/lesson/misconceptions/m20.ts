import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A partition goes to one member of a group, so partitions are what members can share. */
export const m20: Misconception = {
  id: 'M20',
  belief: 'every consumer more in a group takes a share of the work',
  answer: (asking) => (asking.fact === 'idleMembers' ? (asking.take === 'count' ? 0 : []) : undefined),
  refutedBy: (asking) => lastOf(asking, 'PartitionsAssigned', ({ args }) => args.owned.length === 0),
};
