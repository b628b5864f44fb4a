import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { ackSeq } from './records.ts';

/** With acks=1 the leader acknowledges before anyone has a copy. */
export const m30: Misconception = {
  id: 'M30',
  belief: 'what is acknowledged is safe, and a leader acknowledges as soon as it has written',
  answer(asking) {
    switch (asking.fact) {
      case 'ackedButLost':
        return 0;
      case 'ackReleasedBy':
        return -1;
      case 'copiesAtAck':
        return 1;
      default:
        return undefined;
    }
  },
  refutedBy: (asking) => (asking.fact === 'ackedButLost' ? lastOf(asking, 'LeaderStarted') : ackSeq(asking)),
};
