import { decisionAbout, isUp, ledPartition } from './leadership.ts';
import type { Misconception } from './misconception.ts';

/** Only an in-sync replica is elected, unless unclean.leader.election.enable says otherwise. */
export const m73: Misconception = {
  id: 'M73',
  belief: 'any replica that is alive may lead, in sync or not',
  answer(asking) {
    const partition = ledPartition(asking);
    if (partition === null) return undefined;
    const { leader, replicas } = partition;
    return isUp(asking, leader) ? leader : (replicas.find((broker) => isUp(asking, broker)) ?? -1);
  },
  refutedBy: decisionAbout,
};
