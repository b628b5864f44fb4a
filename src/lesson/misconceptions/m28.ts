import { ackSeq, partitionAfter } from './records.ts';
import type { Misconception } from './misconception.ts';

/** acks=all waits for the in-sync replicas, however few they are. */
export const m28: Misconception = {
  id: 'M28',
  belief: 'acks=all waits for every replica, in sync or not',
  answer: (asking) => (asking.fact === 'copiesAtAck' ? partitionAfter(asking)?.replicas.length : undefined),
  refutedBy: ackSeq,
};
