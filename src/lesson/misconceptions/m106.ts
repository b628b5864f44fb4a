import { decisionAbout, isUp, ledPartition } from './leadership.ts';
import type { Misconception } from './misconception.ts';

/** A leader that lives is left alone: an election is for partitions that have none. */
export const m106: Misconception = {
  id: 'M106',
  belief: 'when a broker dies every partition elects anew, and the next replica has its turn',
  answer(asking) {
    const partition = ledPartition(asking);
    if (partition === null) return undefined;
    const { leader, replicas } = partition;
    const after = replicas.indexOf(leader) + 1;
    return [...replicas.slice(after), ...replicas.slice(0, after)].find((broker) => isUp(asking, broker)) ?? -1;
  },
  refutedBy: decisionAbout,
};
