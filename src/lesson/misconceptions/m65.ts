import { listOf, lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Heartbeats to the controllers and fetches from a leader are two things, and each has a timer of its own. */
export const m65: Misconception = {
  id: 'M65',
  belief: 'a broker that falls behind as a follower is fenced, like one that is dead',
  answer(asking) {
    if (asking.fact !== 'fencedBrokers' || asking.take !== null) return undefined;
    const left = asking.entries.flatMap((entry) => {
      if (entry.type !== 'IsrChangeProposed') return [];
      const { isr, newIsr } = entry.args;
      return isr.filter((broker) => !newIsr.includes(broker));
    });
    const all = [...left, ...listOf(asking.after, 'fencedBrokers').map(Number)];
    return asking.after.world.setup.brokerIds.filter((broker) => all.includes(broker));
  },
  refutedBy: (asking) => lastOf(asking, 'IsrChangeProposed'),
};
