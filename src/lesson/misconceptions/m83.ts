import { consumerArg, entriesOf, partitionsOf, writtenAfter } from './groups.ts';
import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Joining takes seconds, and the log waits: with earliest nothing is missed. */
export const m83: Misconception = {
  id: 'M83',
  belief: 'what is sent before a consumer has joined its group is lost to it',
  answer(asking) {
    const consumer = asking.fact === 'printed' ? consumerArg(asking) : null;
    if (consumer === null) return undefined;
    const joined = entriesOf(asking, 'PartitionsAssigned', [consumer.node])[0];
    return joined === undefined ? undefined : writtenAfter(asking, partitionsOf(consumer.state), joined.t);
  },
  refutedBy: (asking) => firstOf(asking, 'RecordsPrinted', ({ node }) => node === consumerArg(asking)?.node),
};
