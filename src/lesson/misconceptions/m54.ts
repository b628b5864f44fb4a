import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** min.insync.replicas stops writes that ask for acks=all; what is committed can be read. */
export const m54: Misconception = {
  id: 'M54',
  belief: 'with too few in-sync replicas nothing can be read either',
  answer: (asking) => (asking.fact === 'printed' ? 0 : undefined),
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted'),
};
