import { crc32Partition, murmur2Partition } from '../../client/partitioner/partition-for-key.ts';
import { eachRecord } from '../../read/log.ts';
import { bytesOf } from '../../read/text.ts';
import type { Bytes } from '../../intervention.ts';
import type { World } from '../../world.ts';
import type { Partitioner } from '../args.ts';
import { defineFact } from '../fact.ts';
import { leaderLog } from '../lookup.ts';
import { counted } from '../say.ts';

function partitionFor(key: Bytes, partitioner: Partitioner, partitions: number): number {
  return partitioner === 'crc32' ? crc32Partition(key, partitions) : murmur2Partition(key, partitions);
}

/** The partition a client gives a key in a topic of so many partitions: Java and kafka-python by murmur2, kcat by CRC32. */
export const partitionOf = defineFact({
  id: 'partitionOf',
  args: [
    { name: 'key', kind: 'text' },
    { name: 'client', kind: 'partitioner' },
    { name: 'partitions', kind: 'count' },
  ],
  ask: (_, key, partitioner, partitions) =>
    partitions === 0 ? null : partitionFor(bytesOf(key), partitioner, partitions),
  say: (value, key, partitioner, partitions) =>
    value === null
      ? 'A topic has at least one partition.'
      : `With ${partitioner}, the key ${key} goes to partition ${value} of ${partitions}.`,
});

/**
 * How many keys change their partition (by murmur2) when a topic grows from so many partitions to so many: of these keys, or,
 * where none are named, of those that logs hold now.
 */
export const movedKeys = defineFact({
  id: 'movedKeys',
  args: [
    { name: 'before', kind: 'count' },
    { name: 'after', kind: 'count' },
    { name: 'keys', kind: 'text', rest: true },
  ],
  ask({ world }, before, after, keys) {
    if (before === 0 || after === 0) return null;
    const all = keys.length > 0 ? keys.map(bytesOf) : keysIn(world);
    return all.filter((key) => partitionFor(key, 'murmur2', before) !== partitionFor(key, 'murmur2', after)).length;
  },
  say: (value, before, after) =>
    value === null
      ? 'A topic has at least one partition.'
      : `From ${before} partitions to ${after}, ${counted(value, 'key')} ${value === 1 ? 'changes' : 'change'} partition.`,
});

/** The distinct keys in the leaders' logs, in code-unit order. */
function keysIn(world: World): readonly Bytes[] {
  const keys: Bytes[] = [];
  world.names.partitions.forEach((_, id) => {
    const log = leaderLog(world, id);
    if (log === null) return;
    eachRecord(log, log.logStartOffset, log.logEndOffset, ({ record }) => {
      if (record.key !== null) keys.push(record.key);
    });
  });
  return keys.sort().filter((key, index) => key !== keys[index - 1]);
}
