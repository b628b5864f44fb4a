import { consumerArg, entriesOf, heldIn, partitionsOf, writtenAfter } from './groups.ts';
import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** poll() goes on asking: a consumer has no end of the topic to stop at. */
export const m81: Misconception = {
  id: 'M81',
  belief: 'a consumer reads what is there when it starts, and ends',
  answer(asking) {
    const consumer = asking.fact === 'printed' ? consumerArg(asking) : null;
    if (consumer === null) return undefined;
    const started = entriesOf(asking, 'ProcessStarted', [consumer.node])[0];
    if (started === undefined) return undefined;
    const partitions = partitionsOf(consumer.state);
    return heldIn(asking.after, partitions) - writtenAfter(asking, partitions, started.t);
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted', ({ node }) => node === consumerArg(asking)?.node),
};
