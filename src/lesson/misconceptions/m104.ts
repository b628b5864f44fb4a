import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A rebalance throws out who does not join again in time, but somebody has to begin it. */
export const m104: Misconception = {
  id: 'M104',
  belief: 'a member is missed only when the next rebalance waits for it in vain',
  answer: ({ fact }) => (fact === 'removedBecause' ? 'rebalance' : undefined),
  refutedBy: (asking) => firstOf(asking, 'MemberRemoved', ({ args }) => args.group === nameArg(asking)),
};
