import { brokerNode } from '../../sim/read/nodes.ts';
import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A disk keeps what it is told to keep: a follower cuts off what its leader does not have. */
export const m51: Misconception = {
  id: 'M51',
  belief: 'what is on a disk stays there, copied or not',
  answer(asking) {
    if (asking.fact !== 'replicasHolding' || asking.take !== null) return undefined;
    const started = asking.entries.flatMap((entry) => (entry.type === 'ProcessStarted' ? [entry.node] : []));
    return asking.after.world.setup.brokerIds.filter((broker) => {
      const node = brokerNode(asking.after.world, broker);
      return node !== null && started.includes(node.id);
    });
  },
  refutedBy: (asking) => firstOf(asking, 'LogTruncated'),
};
