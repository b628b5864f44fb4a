import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The controller elects another in-sync replica as soon as it learns of the death. */
export const m53: Misconception = {
  id: 'M53',
  belief: 'a partition waits for its own leader to come back',
  answer: (asking) => (asking.fact === 'leader' ? -1 : undefined),
  refutedBy: (asking) => firstOf(asking, 'LeaderElected'),
};
