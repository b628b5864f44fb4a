import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A topic's partitions are all in use from the start. */
export const m55: Misconception = {
  id: 'M55',
  belief: 'the first partition is filled before the next one is begun',
  answer: (asking) => (asking.fact === 'distinctPartitions' || asking.take === 'partition count' ? 1 : undefined),
  refutedBy: (asking) => firstOf(asking, 'RecordsAppended'),
};
