import { lastOf, numberOf } from './look.ts';
import type { Asked, Misconception } from './misconception.ts';

/** Consumers fetch from leaders; a follower serves them only when racks are configured so (KIP-392). */
export const m27: Misconception = {
  id: 'M27',
  belief: 'more replicas share the reading: consumers are dealt out among them',
  answer(asking) {
    if (asking.fact !== 'fetchesServedBy') return undefined;
    const { brokerIds } = asking.after.world.setup;
    const all = (asked: Asked): number =>
      brokerIds.reduce((sum, broker) => sum + (numberOf(asked, `fetchesServedBy(${broker})`) ?? 0), 0);
    return Math.ceil((all(asking.after) - (asking.isNew ? all(asking.before) : 0)) / brokerIds.length);
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted'),
};
