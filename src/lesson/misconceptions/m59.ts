import { firstOf, partitionArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** min.insync.replicas is asked about writes with acks=all alone. */
export const m59: Misconception = {
  id: 'M59',
  belief: 'below min.insync.replicas the leader refuses every write',
  answer: (asking) => (asking.fact === 'count' && asking.isNew && partitionArg(asking) !== null ? 0 : undefined),
  refutedBy: (asking) => firstOf(asking, 'RecordsAppended'),
};
