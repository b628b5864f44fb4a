import { groupView } from '../../sim/read/groups.ts';
import { lastOf, nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { answerFrom, asksWhoReads } from './rebalancing.ts';

/** No assignor leaves a member without a partition while another has two. */
export const m101: Misconception = {
  id: 'M101',
  belief: 'members keep all they have, and a new one waits until something is free',
  answer(asking) {
    if (!asksWhoReads(asking)) return undefined;
    const group = nameArg(asking);
    const had = groupView(asking.before.world, group)?.members ?? [];
    const has = groupView(asking.after.world, group)?.members ?? [];
    const shares = has.map(({ clientId }) => ({
      clientId,
      assigned: had.find((member) => member.clientId === clientId)?.assigned ?? [],
    }));
    return answerFrom(shares, asking);
  },
  refutedBy: (asking) => lastOf(asking, 'PartitionsAssigned', ({ args }) => args.group === nameArg(asking)),
};
