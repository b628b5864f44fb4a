import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { CommittedOffset, GroupEntry, OffsetChange, TopicOffsets } from './state.ts';

/** Index of the first entry whose group id is not smaller. */
export function placeOfGroup(groups: readonly GroupEntry[], groupId: string): number {
  let low = 0;
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((groups[middle] as GroupEntry).groupId < groupId) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What there is of a group; null: nothing. */
export function entryOf(groups: readonly GroupEntry[], groupId: string): GroupEntry | null {
  const found = groups[placeOfGroup(groups, groupId)];
  return found !== undefined && found.groupId === groupId ? found : null;
}

/** The groups with another entry of one; an entry with nothing in it goes. */
export function withEntry(groups: readonly GroupEntry[], entry: GroupEntry): readonly GroupEntry[] {
  const at = placeOfGroup(groups, entry.groupId);
  const before = groups[at];
  const known = before !== undefined && before.groupId === entry.groupId;
  const empty = entry.group === null && entry.offsets.length === 0 && entry.timers.length === 0;
  if (before === entry || (empty && !known)) return groups;
  const next = groups.slice();
  if (empty) next.splice(at, 1);
  else next.splice(at, known ? 1 : 0, entry);
  return next;
}

/** What a group has committed for a partition; null: nothing. */
export function committedOffset(entry: GroupEntry | null, topic: string, partition: number): CommittedOffset | null {
  const of = entry?.offsets.find((other) => other.topic === topic);
  return of === undefined ? null : (vecGet(of.partitions, partition) ?? null);
}

/** The offsets of a group after a commit, or after the end of one; a topic without any goes. */
export function withOffset(offsets: readonly TopicOffsets[], change: OffsetChange): readonly TopicOffsets[] {
  const { topic, partition, committed } = change;
  let at = 0;
  while (at < offsets.length && (offsets[at] as TopicOffsets).topic < topic) at += 1;
  const known = offsets[at]?.topic === topic;
  let partitions: Vec<CommittedOffset | null> = known ? (offsets[at] as TopicOffsets).partitions : emptyVec();
  if (committed === null && partition >= partitions.length) return offsets;
  while (partitions.length <= partition) partitions = vecPush(partitions, null);
  partitions = vecSet(partitions, partition, committed);
  const next = offsets.slice();
  if (committed === null && isBare(partitions)) next.splice(at, 1);
  else next.splice(at, known ? 1 : 0, { topic, partitions });
  return next;
}

function isBare(partitions: Vec<CommittedOffset | null>): boolean {
  for (let i = 0; i < partitions.length; i++) if (vecGet(partitions, i) !== null) return false;
  return true;
}

/** Where a group has committed offsets: by topic, then by partition number. */
export function placesOf({ offsets }: GroupEntry): readonly Pick<OffsetChange, 'topic' | 'partition'>[] {
  const places: Pick<OffsetChange, 'topic' | 'partition'>[] = [];
  for (const { topic, partitions } of offsets) {
    for (let partition = 0; partition < partitions.length; partition++) {
      if (vecGet(partitions, partition) !== null) places.push({ topic, partition });
    }
  }
  return places;
}
