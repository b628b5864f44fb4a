import { vecGet } from '../../../lib/vec.ts';
import { classicSubscribes } from '../../group/classic/index.ts';
import type { Group } from '../../group/group.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import { fromMs, type Micros } from '../../time.ts';
import type { BrokerDraft } from '../draft.ts';
import { GROUP_EXPIRY } from '../timer-slots.ts';
import { placesOf } from './entries.ts';
import { hasPending, isPending } from './pending.ts';
import { ShardWork, shardOf } from './shard-work.ts';
import type { CommittedOffset, GroupEntry } from './state.ts';
import { writeTombstones, type OffsetPlace } from './tombstones.ts';

/** There are groups: their offsets are looked at every offsets.retention.check.interval.ms, from the first group on. */
export function planExpiry(d: BrokerDraft): void {
  if (d.base.groups.groups.length === 0 || d.turn.deadline(GROUP_EXPIRY) !== null) return;
  d.turn.setTimer(GROUP_EXPIRY, d.turn.now + d.base.config.groups.offsetsRetentionCheckInterval);
}

/** Offsets that nobody needs any more go, and groups without members and offsets with them (GroupCoordinatorShard.cleanupGroupMetadata). */
export function expireOffsets(d: BrokerDraft): void {
  for (const { groupId, shard: number } of d.base.groups.groups) {
    const shard = shardOf(d.base.groups, number);
    if (shard === null || shard.state !== 'ACTIVE') continue;
    const work = new ShardWork(d, shard);
    expire(work, work.entry(groupId));
    work.finish();
  }
  planExpiry(d);
}

function expire(work: ShardWork, entry: GroupEntry): void {
  const { groupId, group } = entry;
  if (group === null || group.groupId !== groupId) return;
  const all = placesOf(entry);
  const expired = all.filter((place) => isExpired(work, entry, group, place));
  const goes = expired.length === all.length && isEmpty(group) && !hasPending(work, groupId);
  if (expired.length > 0 || goes) writeTombstones(work, groupId, expired, goes ? group : null, 'expired', []);
}

/**
 * An offset expires offsets.retention.minutes after it was committed; while a group has members only where nobody subscribes to the topic, and
 * after the last has gone not before the group has been without members for so long (ClassicGroup.offsetExpirationCondition).
 */
function isExpired(work: ShardWork, entry: GroupEntry, group: Group, { topic, partition }: OffsetPlace): boolean {
  const of = entry.offsets.find((other) => other.topic === topic);
  const committed = (of === undefined ? null : vecGet(of.partitions, partition)) as CommittedOffset;
  if (isPending(work, entry.groupId, topic, partition)) return false;
  const since = baseTime(group, topic, fromMs(committed.commitTimestamp));
  return since !== null && work.turn.now - since >= work.settings.offsetsRetention;
}

/** From when the retention counts; null: the offset does not expire now. */
function baseTime(group: Group, topic: string, committedAt: Micros): Micros | null {
  if (group.protocol === 'consumer') return consumerProtocol().modernSubscribes(group, topic) ? null : committedAt;
  if (group.protocolType === null) return committedAt;
  if (group.state === 'Empty') return group.stateSince;
  const aware = group.protocolType === 'consumer' && group.subscribedTopics !== null && group.state === 'Stable';
  return aware && !classicSubscribes(group, topic) ? committedAt : null;
}

function isEmpty(group: Group): boolean {
  return group.state === 'Empty';
}
