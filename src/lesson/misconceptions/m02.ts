import { consumerArg, heldIn, partitionsOf } from './groups.ts';
import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Where nothing is committed, auto.offset.reset decides; its default is latest. */
export const m02: Misconception = {
  id: 'M02',
  belief: 'a new consumer gets everything from the start',
  answer(asking) {
    const consumer = asking.fact === 'printed' ? consumerArg(asking) : null;
    return consumer === null ? undefined : heldIn(asking.after, partitionsOf(consumer.state));
  },
  refutedBy: (asking) => firstOf(asking, 'PositionReset', ({ node }) => node === consumerArg(asking)?.node),
};
