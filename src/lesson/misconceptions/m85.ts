import { countIn, killedIn } from './groups.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Each poll() may commit, also one that brings more work at once. */
export const m85: Misconception = {
  id: 'M85',
  belief: 'auto-commit waits until nothing is left to do',
  answer(asking) {
    if (asking.fact !== 'processedTwice' || asking.take !== 'count') return undefined;
    const killed = killedIn(asking);
    return killed === null ? undefined : countIn(killed.processed.filter(({ node }) => node === killed.crash.node));
  },
  refutedBy: (asking) => lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed'),
};
