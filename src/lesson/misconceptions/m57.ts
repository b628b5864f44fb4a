import type { Misconception } from './misconception.ts';
import { ackSeq } from './records.ts';

/** With acks=all an acknowledgement waits for the followers. */
export const m57: Misconception = {
  id: 'M57',
  belief: 'a leader acknowledges as soon as it has written, whatever acks says',
  answer(asking) {
    if (asking.fact === 'ackReleasedBy') return -1;
    return asking.fact === 'copiesAtAck' ? 1 : undefined;
  },
  refutedBy: ackSeq,
};
