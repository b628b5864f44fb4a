import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Heartbeats come from a thread of their own (KIP-62); that a handler is slow is for the client to see. */
export const m25: Misconception = {
  id: 'M25',
  belief: 'a consumer that is slow sends no heartbeats, so the coordinator throws it out',
  answer: ({ fact }) => (fact === 'removedBecause' ? 'session' : undefined),
  refutedBy: (asking) =>
    firstOf(asking, 'GroupLeft', ({ args }) => args.group === nameArg(asking)) ??
    firstOf(asking, 'MemberRemoved', ({ args }) => args.group === nameArg(asking)),
};
