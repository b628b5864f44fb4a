import { firstAppend, keysInOrder, moves } from './keys.ts';
import type { Misconception } from './misconception.ts';

/** Some remainders stay the same: of six keys one or two happen to stay. */
export const m49: Misconception = {
  id: 'M49',
  belief: 'every key moves when the number of partitions changes',
  answer(asking) {
    if (asking.fact !== 'movedKeys') return undefined;
    const [, , named] = asking.args;
    if (Array.isArray(named) && named.length > 0) return named.length;
    const { world } = asking.after;
    return new Set(world.names.topics.flatMap(({ name }) => keysInOrder(world, name))).size;
  },
  refutedBy: (asking) => firstAppend(asking, ({ key }) => !moves(asking, key)),
};
