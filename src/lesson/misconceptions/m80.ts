import { consumerArg, entriesOf, partitionsOf, writtenAfter } from './groups.ts';
import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A topic is a log, not a broadcast: where a consumer begins is an offset, not the time of its start. */
export const m80: Misconception = {
  id: 'M80',
  belief: 'a consumer gets what is sent while its program runs',
  answer(asking) {
    const consumer = asking.fact === 'printed' ? consumerArg(asking) : null;
    if (consumer === null) return undefined;
    const started = entriesOf(asking, 'ProcessStarted', [consumer.node])[0];
    return started === undefined ? undefined : writtenAfter(asking, partitionsOf(consumer.state), started.t);
  },
  refutedBy: (asking) => firstOf(asking, 'PositionReset', ({ node }) => node === consumerArg(asking)?.node),
};
