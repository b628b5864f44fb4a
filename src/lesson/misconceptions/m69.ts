import { leaderOf } from '../../sim/read/partitions.ts';
import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** With roles of their own, controllers are no brokers: they lead no partition, and no broker becomes one of them. */
export const m69: Misconception = {
  id: 'M69',
  belief: 'one of the brokers is the controller',
  answer(asking) {
    const { world } = asking.before;
    const [broker] = world.setup.brokerIds;
    if (asking.fact === 'controller') return broker;
    if (asking.fact !== 'electionCount' || !asking.isNew || asking.args[0] !== null) return undefined;
    return world.names.partitions.filter((_, id) => leaderOf(world, id) === broker).length;
  },
  refutedBy: (asking) => firstOf(asking, 'QuorumLeaderElected'),
};
