import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** With acks=1 the leader acknowledges before anyone has a copy. */
export const m30: Misconception = {
  id: 'M30',
  belief: 'what is acknowledged is safe',
  answer: (asking) => (asking.fact === 'ackedButLost' ? 0 : undefined),
  refutedBy: (asking) => lastOf(asking, 'LeaderStarted'),
};
