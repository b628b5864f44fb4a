import { firstAppend, keyedRecords, keysInOrder, moves, partitionCount, partitionFor } from './keys.ts';
import { firstOf, partitionArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** The hash is taken modulo the number of partitions; nothing makes the others keep theirs. */
export const m48: Misconception = {
  id: 'M48',
  belief: 'a new partition takes over only the keys that now belong to it',
  answer(asking) {
    const { world } = asking.after;
    const ref = partitionArg(asking);
    if (asking.fact === 'movedKeys') {
      const [before, after, named] = asking.args;
      const keys = Array.isArray(named) && named.length > 0 ? (named as readonly string[]) : allKeys(asking);
      return keys.filter((key) => partitionFor(asking, key, Number(after)) >= Number(before)).length;
    }
    if (asking.fact !== 'count' || ref === null) return undefined;
    const count = partitionCount(world, ref.topic);
    const mine = keysInOrder(world, ref.topic).filter((key) => partitionFor(asking, key, count) === ref.partition);
    return keyedRecords(world, ref.topic).filter(({ key }) => mine.includes(key)).length;
  },
  refutedBy(asking) {
    if (asking.fact === 'count') return firstOf(asking, 'LeaderStarted');
    // A key that moves from one old partition to another.
    const old = Number(asking.args[0]);
    return firstAppend(asking, ({ key, partition }) => partition < old && moves(asking, key));
  },
};

function allKeys({ after }: Asking): readonly string[] {
  return [...new Set(after.world.names.topics.flatMap(({ name }) => keysInOrder(after.world, name)))];
}
