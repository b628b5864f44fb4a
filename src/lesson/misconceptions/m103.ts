import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Who stands still or is gone says nothing; only a client that runs can leave. */
export const m103: Misconception = {
  id: 'M103',
  belief: 'a member that cannot go on tells the coordinator and leaves',
  answer: ({ fact }) => (fact === 'removedBecause' ? 'left' : undefined),
  refutedBy: (asking) => firstOf(asking, 'MemberRemoved', ({ args }) => args.group === nameArg(asking)),
};
