import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A dead broker is noticed by the active controller, which hears no heartbeat, long before any leader's timer runs out. */
export const m66: Misconception = {
  id: 'M66',
  belief: 'only leaders watch their followers, and nobody watches a broker as a whole',
  answer: (asking) => (asking.fact === 'fencedBrokers' && asking.take === null ? [] : undefined),
  refutedBy: (asking) => firstOf(asking, 'BrokerFenced'),
};
