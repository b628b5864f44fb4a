import { consumerArg, heldIn, killedIn, partitionsOf } from './groups.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** auto.offset.reset is asked only where no committed offset is valid (SubscriptionState, OffsetFetcher). */
export const m03: Misconception = {
  id: 'M03',
  belief: 'auto_offset_reset decides at every start where a consumer begins',
  answer(asking) {
    if (asking.fact === 'printed' && asking.isNew) {
      const consumer = consumerArg(asking);
      if (consumer === null) return undefined;
      // To the start of the log each time, or each time to its end.
      const rewinds = consumer.state.config['auto.offset.reset'] === 'earliest';
      return rewinds ? heldIn(asking.after, partitionsOf(consumer.state)) : 0;
    }
    if (asking.fact !== 'processedTwice' || asking.take !== 'count') return undefined;
    const killed = killedIn(asking);
    if (killed?.state.config['auto.offset.reset'] !== 'earliest') return undefined;
    // All that was processed so far is processed once more.
    return Math.max(0, ...killed.processed.map(({ args }) => args.to));
  },
  refutedBy: (asking) => lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed'),
};
