import { membersOf } from '../../sim/facts/group-members.ts';
import { groupsOf } from '../../sim/read/groups.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { clientsIn } from './readers.ts';

/** A group's coordinator is the broker that leads its partition of __consumer_offsets. */
export const m109: Misconception = {
  id: 'M109',
  belief: 'the active controller coordinates the groups too, so a rebalance waits for it',
  answer(asking) {
    if (asking.fact !== 'waitingClients' || asking.take !== null) return undefined;
    const { world } = asking.after;
    const members = groupsOf(world).flatMap(({ groupId }) => membersOf(world, groupId));
    return clientsIn(world, ({ kind, id }) => kind === 'admin' || members.includes(id));
  },
  refutedBy: (asking) => lastOf(asking, 'PartitionsAssigned'),
};
