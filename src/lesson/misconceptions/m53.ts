import { decisionAbout, isUp, ledPartition, movesOfLeaders } from './leadership.ts';
import type { Misconception } from './misconception.ts';

/** The controller elects another in-sync replica as soon as it learns of the death. */
export const m53: Misconception = {
  id: 'M53',
  belief: 'a partition waits for its own leader to come back',
  answer(asking) {
    if (asking.fact === 'electionCount') return asking.isNew ? 0 : undefined;
    const leader = ledPartition(asking)?.leader;
    if (leader === undefined) return undefined;
    return isUp(asking, leader) ? leader : -1;
  },
  refutedBy: (asking) => (asking.fact === 'leader' ? decisionAbout(asking) : (movesOfLeaders(asking)[0] ?? null)),
};
