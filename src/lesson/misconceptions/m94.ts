import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { restartsIn } from './rebalancing.ts';

/** A static member does not leave when it is closed, and who comes back under its name gets its place (KIP-345). */
export const m94: Misconception = {
  id: 'M94',
  belief: 'a name changes nothing: a member that is closed has left, and joins anew',
  answer: (asking) => (asking.fact === 'rebalances' && asking.isNew ? 2 * restartsIn(asking) : undefined),
  refutedBy: (asking) => firstOf(asking, 'StaticMemberReplaced', ({ args }) => args.group === nameArg(asking)),
};
