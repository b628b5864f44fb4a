import { partitionCount } from './keys.ts';
import { firstOf, nameArg, numberOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The assignors hand out every partition: a member may have many. */
export const m21: Misconception = {
  id: 'M21',
  belief: 'a consumer reads one partition, so too few consumers leave some partitions unread',
  answer(asking) {
    if (asking.take !== 'count') return undefined;
    if (asking.fact === 'assignment') return 1;
    const [group, topic] = asking.args;
    if (asking.fact !== 'unowned' || typeof group !== 'string' || typeof topic !== 'string') return undefined;
    const members = numberOf(asking.after, `memberCount(${group})`) ?? 0;
    return Math.max(0, partitionCount(asking.after.world, topic) - members);
  },
  refutedBy: (asking) =>
    firstOf(asking, 'PartitionsAssigned', ({ args }) => args.group === nameArg(asking) && args.owned.length > 1),
};
