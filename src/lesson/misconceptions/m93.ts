import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A member without a name says goodbye when it is closed, and the group does not wait for it. */
export const m93: Misconception = {
  id: 'M93',
  belief: 'a group waits for a member that is restarted',
  answer: ({ fact, isNew }) => (fact === 'rebalances' && isNew ? 0 : undefined),
  refutedBy: (asking) => firstOf(asking, 'GenerationBegun', ({ args }) => args.group === nameArg(asking)),
};
