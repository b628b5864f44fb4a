import { countIn, killedIn } from './groups.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Auto-commit rides on poll(): it commits what earlier polls have returned (ConsumerCoordinator.maybeAutoCommitOffsetsAsync). */
export const m06: Misconception = {
  id: 'M06',
  belief: 'auto-commit runs in the background, every auto_commit_interval_ms',
  answer(asking) {
    if (asking.fact !== 'processedTwice' || asking.take !== 'count') return undefined;
    const killed = killedIn(asking);
    const interval = killed?.state.group?.settings.autoCommitInterval ?? 0;
    if (killed === null || interval === 0) return undefined;
    // What was done since the clock struck last is done again, and nothing else.
    const began = killed.started?.t ?? asking.before.world.now;
    const struck = killed.crash.t - ((killed.crash.t - began) % interval);
    return countIn(killed.processed.filter(({ t }) => t > struck));
  },
  refutedBy: (asking) => lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed'),
};
