import { keyedRecords, keysInOrder, partitionCount } from './keys.ts';
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
  refutedBy: (asking) => firstOf(asking, 'PartitionsCreated') ?? firstOf(asking, 'RecordsAppended'),
};

function partitionFor({ after }: Asking, key: string, partitions: number): number {
  return Number(after.ask(`partitionOf("${key}", java, ${partitions})`));
}

function allKeys({ after }: Asking): readonly string[] {
  return [...new Set(after.world.names.topics.flatMap(({ name }) => keysInOrder(after.world, name)))];
}
