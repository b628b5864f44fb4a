import { eachRecord } from '../../sim/read/log.ts';
import { leaderLog, shown } from '../../sim/facts/lookup.ts';
import { topicView } from '../../sim/read/partitions.ts';
import type { World } from '../../sim/world.ts';

/** A keyed record of a topic, where it stands. */
export interface KeyedRecord {
  readonly key: string;
  readonly value: string | null;
  readonly partition: number;
  readonly at: number;
}

/** The keyed records of a topic, in the order in which they were produced. */
export function keyedRecords(world: World, topic: string): readonly KeyedRecord[] {
  const all: KeyedRecord[] = [];
  (topicView(world, topic)?.partitions ?? []).forEach((id, partition) => {
    const log = leaderLog(world, id);
    if (log === null) return;
    eachRecord(log, log.logStartOffset, log.logEndOffset, ({ record }) => {
      const key = shown(record.key);
      if (key !== null) all.push({ key, value: shown(record.value), partition, at: record.timestamp });
    });
  });
  return all.sort((a, b) => a.at - b.at || a.partition - b.partition);
}

/** The keys of a topic in the order in which they first came. */
export function keysInOrder(world: World, topic: string): readonly string[] {
  return [...new Set(keyedRecords(world, topic).map(({ key }) => key))];
}

/** How many partitions a topic has. */
export function partitionCount(world: World, topic: string): number {
  return topicView(world, topic)?.partitions.length ?? 0;
}

/** How many records a topic holds, with keys and without. */
export function recordCount(world: World, topic: string): number {
  let count = 0;
  for (const id of topicView(world, topic)?.partitions ?? []) {
    const log = leaderLog(world, id);
    if (log !== null) eachRecord(log, log.logStartOffset, log.logEndOffset, () => (count += 1));
  }
  return count;
}
