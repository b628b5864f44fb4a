import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { lagAfter } from './sharing.ts';

/** close() says goodbye: the coordinator has the partitions dealt out anew at once. */
export const m99: Misconception = {
  id: 'M99',
  belief: 'a group waits for session.timeout.ms, however a member goes',
  answer: (asking) => lagAfter(asking, ({ group }) => group?.settings.sessionTimeout ?? 0),
  refutedBy: (asking) => firstOf(asking, 'MemberRemoved'),
};
