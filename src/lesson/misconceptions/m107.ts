import { decisionAbout, isUp, ledPartition } from './leadership.ts';
import type { Misconception } from './misconception.ts';

/** Who has no copy has nothing to lead with. */
export const m107: Misconception = {
  id: 'M107',
  belief: 'any broker that is alive can take a partition over, even one without a copy',
  answer(asking) {
    const partition = ledPartition(asking);
    if (partition === null) return undefined;
    if (isUp(asking, partition.leader)) return partition.leader;
    const live = asking.before.world.setup.brokerIds.filter((broker) => isUp(asking, broker));
    return live.find((broker) => !partition.replicas.includes(broker)) ?? live[0] ?? -1;
  },
  refutedBy: decisionAbout,
};
