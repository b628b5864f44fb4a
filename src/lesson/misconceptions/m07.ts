import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** What is committed before it is processed is lost by a crash, whoever commits it. */
export const m07: Misconception = {
  id: 'M07',
  belief: 'a group that commits processes every record at least once',
  answer: ({ fact }) => (fact === 'skipped' ? 0 : undefined),
  refutedBy: (asking) => lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed'),
};
