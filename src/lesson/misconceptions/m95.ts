import { SECOND } from '../../sim/time.ts';
import { lastOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { aMember, rateOf } from './sharing.ts';

/** What is shared out is whole partitions: one member may have twice the work of another. */
export const m95: Misconception = {
  id: 'M95',
  belief: 'members share the records evenly, whatever the number of partitions',
  answer(asking) {
    const member = asking.fact === 'memberCount' && !asking.isNew ? aMember(asking) : null;
    const [topic] = member?.topics ?? [];
    if (member === null || topic === undefined || member.processing === 0) return undefined;
    // All that comes in a second, by what one member gets done in it.
    return Math.ceil((rateOf(asking.after.world, topic) * member.processing) / SECOND);
  },
  refutedBy: (asking) =>
    lastOf(asking, 'PartitionsAssigned', ({ args }) => args.group === nameArg(asking) && args.owned.length > 1),
};
