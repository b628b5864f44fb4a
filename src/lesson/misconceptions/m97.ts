import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { lagAfter } from './sharing.ts';

/** Nobody takes over before the group knows: from LeaveGroup, or when a session ends. */
export const m97: Misconception = {
  id: 'M97',
  belief: 'a member without a partition stands by, and takes over as soon as another one dies',
  answer: (asking) => lagAfter(asking, () => 0),
  refutedBy: (asking) => firstOf(asking, 'MemberRemoved'),
};
