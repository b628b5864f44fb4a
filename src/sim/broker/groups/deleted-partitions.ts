import { isNewCoordinator } from '../../group/classic/era.ts';
import type { BrokerDraft } from '../draft.ts';
import { placesOf } from './entries.ts';
import { hasPending } from './pending.ts';
import { ShardWork, shardOf } from './shard-work.ts';
import type { GroupEntry } from './state.ts';
import { writeTombstones, type OffsetPlace } from './tombstones.ts';

/**
 * Partitions were deleted with their topic: what groups have committed for them goes (GroupCoordinator.handleDeletedPartitions;
 * OffsetMetadataManager.onPartitionsDeleted). With the coordinator up to 3.9 groups that have no members and nothing committed go too;
 * that of 4.0 leaves them to the next look at expired offsets.
 */
export function partitionsDeleted(d: BrokerDraft, deleted: readonly OffsetPlace[]): void {
  if (deleted.length === 0) return;
  for (const { groupId, shard: number } of d.base.groups.groups) {
    const shard = shardOf(d.base.groups, number);
    if (shard === null || shard.state !== 'ACTIVE') continue;
    const work = new ShardWork(d, shard);
    forget(work, work.entry(groupId), deleted);
    work.finish();
  }
}

function forget(work: ShardWork, entry: GroupEntry, deleted: readonly OffsetPlace[]): void {
  const { groupId, group } = entry;
  const all = placesOf(entry);
  const gone = all.filter((place) =>
    deleted.some((one) => one.topic === place.topic && one.partition === place.partition),
  );
  const unused = gone.length === all.length && group?.state === 'Empty' && !hasPending(work, groupId);
  const goes = unused && !isNewCoordinator(work.turn.setup);
  if (gone.length > 0 || goes) writeTombstones(work, groupId, gone, goes ? group : null, 'topicDeleted', []);
}
