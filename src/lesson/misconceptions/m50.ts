import { firstOf, numberOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A partition has replicas: one of those in sync goes on with what it has. */
export const m50: Misconception = {
  id: 'M50',
  belief: 'the records of a partition are lost with its leader',
  answer(asking) {
    if (asking.fact !== 'ackedButLost') return undefined;
    return (numberOf(asking.after, 'survivors') ?? 0) + Number(asking.right);
  },
  refutedBy: (asking) => firstOf(asking, 'LeaderElected'),
};
