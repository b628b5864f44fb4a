import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** KRaft has taken ZooKeeper away, not the controller: the leader of the quorum is the active one. */
export const m72: Misconception = {
  id: 'M72',
  belief: 'without ZooKeeper there is no controller any more',
  answer: (asking) => (asking.fact === 'controller' ? -1 : undefined),
  refutedBy: (asking) => lastOf(asking, 'QuorumLeaderElected'),
};
