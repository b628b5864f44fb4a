import { lastOf, nameArg, numberOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Members work side by side, each on partitions of its own. */
export const m96: Misconception = {
  id: 'M96',
  belief: 'one member of a group reads, and the others stand by',
  answer(asking) {
    if (asking.fact !== 'idleMembers' || asking.take !== 'count') return undefined;
    return Math.max(0, (numberOf(asking.after, `memberCount(${nameArg(asking)})`) ?? 0) - 1);
  },
  refutedBy: (asking) =>
    lastOf(asking, 'PartitionsAssigned', ({ args }) => args.group === nameArg(asking) && args.owned.length > 0),
};
