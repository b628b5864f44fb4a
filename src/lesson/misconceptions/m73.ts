import { brokerNode } from '../../sim/read/nodes.ts';
import { partitionView, topicView } from '../../sim/read/partitions.ts';
import { firstOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Only an in-sync replica is elected, unless unclean.leader.election.enable says otherwise. */
export const m73: Misconception = {
  id: 'M73',
  belief: 'any replica that is alive may lead, in sync or not',
  answer(asking) {
    if (asking.fact !== 'leaders') return undefined;
    const { before, after } = asking;
    const isUp = (broker: number): boolean => brokerNode(after.world, broker)?.status === 'running';
    return topicView(before.world, nameArg(asking))?.partitions.map((id) => {
      const { leader, replicas } = partitionView(before.world, id);
      return isUp(leader) ? leader : (replicas.find(isUp) ?? -1);
    });
  },
  refutedBy: (asking) => firstOf(asking, 'PartitionOffline') ?? firstOf(asking, 'LeaderElected'),
};
