import { decisionAbout, isUp, ledPartition } from './leadership.ts';
import type { Misconception } from './misconception.ts';

/** A partition goes on with the replicas that are left. */
export const m108: Misconception = {
  id: 'M108',
  belief: 'a partition stands still as soon as one of its replicas is dead',
  answer(asking) {
    const partition = ledPartition(asking);
    if (partition === null) return undefined;
    return partition.replicas.every((broker) => isUp(asking, broker)) ? partition.leader : -1;
  },
  refutedBy: decisionAbout,
};
