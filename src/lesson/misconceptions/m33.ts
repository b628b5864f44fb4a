import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A returning replica truncates to where its epochs agree with the leader's (KIP-101). */
export const m33: Misconception = {
  id: 'M33',
  belief: 'what only the old leader had is merged in when it comes back',
  answer: (asking) =>
    asking.fact === 'replicasHolding' && asking.take === null ? asking.after.world.setup.brokerIds : undefined,
  refutedBy: (asking) => firstOf(asking, 'LogTruncated'),
};
