import { partitionView, topicView } from '../../sim/read/partitions.ts';
import { brokerNode } from '../../sim/read/nodes.ts';
import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The controller elects another in-sync replica as soon as it learns of the death. */
export const m53: Misconception = {
  id: 'M53',
  belief: 'a partition waits for its own leader to come back',
  answer(asking) {
    if (asking.fact === 'electionCount') return asking.isNew ? 0 : undefined;
    if (asking.fact !== 'leaders') return asking.fact === 'leader' ? -1 : undefined;
    const { before, after } = asking;
    return topicView(before.world, nameArg(asking))?.partitions.map((id) => {
      const { leader } = partitionView(before.world, id);
      return brokerNode(after.world, leader)?.status === 'running' ? leader : -1;
    });
  },
  refutedBy: (asking) => firstOf(asking, 'LeaderElected'),
};
