import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { groupArgs, groupsThat, movedIn } from './rebalancing.ts';

/** True of KIP-429 and KIP-848; with the eager protocol members give up everything before they know what they will get. */
export const m90: Misconception = {
  id: 'M90',
  belief: 'a rebalance stops only the partitions that go to another member',
  answer(asking) {
    const groups = groupArgs(asking);
    if (asking.fact === 'partitionsStopped') return groups.map((group) => movedIn(asking, group));
    return asking.fact === 'stoodStill' ? groups.map(() => 0) : undefined;
  },
  refutedBy(asking) {
    const hit = groupsThat('hit', asking);
    return firstOf(asking, 'PartitionsRevoked', ({ args }) => hit.includes(args.group));
  },
};
