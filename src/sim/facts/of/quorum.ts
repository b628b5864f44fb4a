import { quorumOf } from '../../read/quorum.ts';
import { defineFact } from '../fact.ts';

/** node.id of the leader of KRaft's quorum, which is the active controller; -1: nobody leads. Null in ZooKeeper mode. */
export const quorumLeader = defineFact({
  id: 'quorumLeader',
  args: [],
  ask: ({ world }) => quorumOf(world)?.leaderId ?? null,
  say(value) {
    if (value === null) return 'There is no quorum of controllers: the cluster runs with ZooKeeper.';
    return value < 0 ? 'Nobody leads the quorum.' : `Controller ${value} leads the quorum.`;
  },
});

/** The latest epoch of the quorum that anybody alive is in. Null in ZooKeeper mode. */
export const quorumEpoch = defineFact({
  id: 'quorumEpoch',
  args: [],
  ask: ({ world }) => quorumOf(world)?.epoch ?? null,
  say: (value) =>
    value === null
      ? 'There is no quorum of controllers: the cluster runs with ZooKeeper.'
      : `The epoch of the quorum is ${value}.`,
});
