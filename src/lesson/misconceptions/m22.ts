import { membersOf } from '../../sim/facts/group-members.ts';
import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { groupArgs, groupsThat, ownersIn } from './rebalancing.ts';

/** Only the eager protocol gives everything up; KIP-429 and KIP-848 take away what changes hands. */
export const m22: Misconception = {
  id: 'M22',
  belief: 'a rebalance stops every member of its group, whatever the protocol',
  answer(asking) {
    const groups = groupArgs(asking);
    if (asking.fact === 'partitionsStopped') return groups.map((group) => ownersIn(asking.before.world, group).size);
    if (asking.fact !== 'stoodStill' || !Array.isArray(asking.right)) return undefined;
    const longest = Math.max(...(asking.right as readonly number[]));
    return groups.map(() => longest);
  },
  refutedBy(asking) {
    const spared = groupsThat('spared', asking);
    if (asking.fact !== 'stoodStill')
      return firstOf(asking, 'PartitionsRevoked', ({ args }) => spared.includes(args.group));
    // Somebody of a group that was spared reads the partition while the others have given it up.
    const since = firstOf(asking, 'PartitionsRevoked') ?? Number.MAX_SAFE_INTEGER;
    const members = spared.flatMap((group) => membersOf(asking.after.world, group));
    return firstOf(asking, 'RecordsPrinted', ({ seq, node }) => seq > since && members.includes(node));
  },
};
