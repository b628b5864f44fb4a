import { consumerArg } from './groups.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** latest is a place, the end of the log, from which a consumer goes on. */
export const m82: Misconception = {
  id: 'M82',
  belief: 'latest means the newest record and no other',
  answer(asking) {
    const consumer = asking.fact === 'printed' ? consumerArg(asking) : null;
    return consumer?.state.config['auto.offset.reset'] === 'latest' ? 1 : undefined;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted', ({ node }) => node === consumerArg(asking)?.node),
};
