import { lastOf, numberOf, partitionArg, written } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A record is committed by replicas; an offset is committed by a group. Neither says anything about the other. */
export const m10: Misconception = {
  id: 'M10',
  belief: 'committed means one thing: what is committed in the log is committed for the group',
  answer(asking) {
    const ref = partitionArg(asking);
    if (ref === null) return undefined;
    if (asking.fact === 'committed') return numberOf(asking.after, `highWatermark(${written(ref)})`) ?? undefined;
    return asking.fact === 'lag' ? 0 : undefined;
  },
  refutedBy: (asking) => lastOf(asking, 'HighWatermarkAdvanced'),
};
