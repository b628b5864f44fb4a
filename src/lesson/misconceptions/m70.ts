import { vecForEach } from '../../lib/vec.ts';
import type { AdminState } from '../../sim/client/admin/state.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** In KRaft mode a Metadata response names a live broker at random as the controller: what is sent there is forwarded (KIP-590). */
export const m70: Misconception = {
  id: 'M70',
  belief: 'the node that a Metadata response names as controller is the active controller',
  answer(asking) {
    if (asking.fact !== 'controller') return undefined;
    let told = -1;
    vecForEach(asking.after.world.nodes, (node) => {
      if (node.kind === 'admin') told = (node.state as AdminState).network.metadata.controllerId;
    });
    return told < 0 ? undefined : told;
  },
  refutedBy: (asking) => lastOf(asking, 'QuorumLeaderElected'),
};
