import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Between what is committed and what is processed may lie a whole poll(). */
export const m86: Misconception = {
  id: 'M86',
  belief: 'a crash costs at most the one record that is being worked on',
  answer({ fact, take }) {
    if (fact === 'skipped') return 1;
    return fact === 'processedTwice' && take === 'count' ? 1 : undefined;
  },
  refutedBy: (asking) => lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed'),
};
