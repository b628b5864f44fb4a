import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { groupArgs, lastJoined } from './rebalancing.ts';

/** A member says what it can do; one place decides for all. */
export const m91: Misconception = {
  id: 'M91',
  belief: 'whoever joins a group takes a share of the partitions itself',
  answer(asking) {
    return asking.fact === 'assignedBy' ? groupArgs(asking).map((group) => lastJoined(asking, group)) : undefined;
  },
  refutedBy: (asking) => firstOf(asking, 'AssignmentStored') ?? firstOf(asking, 'TargetAssigned'),
};
