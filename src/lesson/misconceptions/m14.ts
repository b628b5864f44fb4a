import { partitionCount } from './keys.ts';
import { lastOf, lastPrinted, numberOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The client hashes the key, and clients differ: Java with murmur2, kcat with CRC32. */
export const m14: Misconception = {
  id: 'M14',
  belief: 'the broker hashes the key, so every client puts it into the same partition',
  answer(asking) {
    const last = lastPrinted(asking);
    if (asking.take !== 'partitions' || last === null) return undefined;
    const { topic, key } = last;
    const partition = numberOf(
      asking.after,
      `partitionOf("${key}", java, ${partitionCount(asking.after.world, topic)})`,
    );
    return partition === null ? undefined : [`${topic}-${partition}`];
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsBuffered'),
};
