import { brokerNode } from '../../sim/read/nodes.ts';
import { firstOf, numberOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { groupArgs } from './rebalancing.ts';

/** With the classic protocol the coordinator passes on what the group's leader, a client, has worked out; with KIP-848 it decides itself. */
export const m23: Misconception = {
  id: 'M23',
  belief: 'the coordinator works out who reads what, in every group',
  answer(asking) {
    if (asking.fact !== 'assignedBy') return undefined;
    return groupArgs(asking).map((group) => {
      const broker = numberOf(asking.after, `coordinator(${group})`);
      return broker === null ? null : (brokerNode(asking.after.world, broker)?.name ?? null);
    });
  },
  refutedBy: (asking) => firstOf(asking, 'GenerationBegun'),
};
