import { lastOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { restartsIn } from './rebalancing.ts';

/** A member that leaves is one change, its successor that joins is another. */
export const m92: Misconception = {
  id: 'M92',
  belief: 'a restart is one change, so it costs one rebalance',
  answer: (asking) => (asking.fact === 'rebalances' && asking.isNew ? restartsIn(asking) : undefined),
  refutedBy: (asking) =>
    lastOf(asking, 'GenerationBegun', ({ args }) => args.group === nameArg(asking)) ??
    lastOf(asking, 'StaticMemberReplaced', ({ args }) => args.group === nameArg(asking)),
};
