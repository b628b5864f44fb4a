import { partitionIdOf } from '../../sim/read/nodes.ts';
import { positionOfGroup } from './groups.ts';
import { lastOf, nameArg, partitionArg } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A position is in the consumer's memory; a commit is a request that comes later. */
export const m84: Misconception = {
  id: 'M84',
  belief: 'a record is committed as soon as the program has it',
  answer(asking) {
    if (asking.fact === 'processedTwice') return asking.take === 'count' ? 0 : undefined;
    const ref = partitionArg(asking);
    if (asking.fact !== 'committed' || ref === null) return undefined;
    const { world } = asking.after;
    return positionOfGroup(world, nameArg(asking), partitionIdOf(world, ref.topic, ref.partition)) ?? undefined;
  },
  refutedBy: (asking) =>
    lastOf(asking, 'PositionReset', ({ args }) => args.policy === 'committed') ?? lastOf(asking, 'OffsetsCommitted'),
};
