import { eachRecord, recordAt } from '../../sim/read/log.ts';
import { leaderLog, shown } from '../../sim/facts/lookup.ts';
import { partitionView, topicView } from '../../sim/read/partitions.ts';
import type { Seq, World } from '../../sim/world.ts';
import { isAbout } from './about.ts';
import type { Asking } from './misconception.ts';

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

/** A keyed record as a leader writes it. */
export interface KeyedAppend {
  readonly key: string;
  readonly partition: number;
}

/** The first entry in which a leader writes a keyed record of which `is` holds, about what is asked; asked of each, in order. */
export function firstAppend(asking: Asking, is: (append: KeyedAppend) => boolean): Seq | null {
  const { entries, after } = asking;
  for (const entry of entries) {
    if (entry.type !== 'RecordsAppended' || !isAbout(asking, after.world, entry)) continue;
    const log = leaderLog(after.world, entry.args.partition);
    const key = shown((log === null ? null : recordAt(log, entry.args.from))?.record.key ?? null);
    if (key !== null && is({ key, partition: partitionView(after.world, entry.args.partition).partition }))
      return entry.seq;
  }
  return null;
}

/** Where a key goes as Java hashes it. */
export function partitionFor({ after }: Asking, key: string, partitions: number): number {
  return Number(after.ask(`partitionOf("${key}", java, ${partitions})`));
}

/** Does a key go to another partition, when a question about moved keys changes their number so? */
export function moves(asking: Asking, key: string): boolean {
  const [before, after] = asking.args;
  return partitionFor(asking, key, Number(before)) !== partitionFor(asking, key, Number(after));
}
