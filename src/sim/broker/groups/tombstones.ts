import { classicTombstones, replayClassic } from '../../group/classic/index.ts';
import type { Group } from '../../group/group.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import type { CoordinatorRecord } from '../../group/records.ts';
import type { AfterCommit } from '../../group/work.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ShardWork } from './shard-work.ts';
import type { OffsetChange } from './state.ts';

/** Where a group's offset is. */
export type OffsetPlace = Pick<OffsetChange, 'topic' | 'partition'>;

/**
 * Writes the end of what a group has committed, and of the group itself where it goes (GroupMetadataManager.createGroupTombstoneRecords). The
 * group goes at once, offsets when the records are committed.
 * @param group null: it stays
 */
export function writeTombstones(
  work: ShardWork,
  groupId: string,
  places: readonly OffsetPlace[],
  group: Group | null,
  why: 'expired' | 'deleted' | 'topicDeleted',
  after: readonly AfterCommit[],
): ErrorCode {
  const ends = places.map(({ topic, partition }): CoordinatorRecord => ({
    type: 'OffsetCommit',
    key: { group: groupId, topic, partition },
    value: null,
  }));
  const own = group === null ? [] : tombstonesOf(group);
  const error = work.append([...ends, ...own], after);
  if (error !== 'NONE') return error;
  for (const record of own) {
    if (record.type === 'GroupMetadata') replayClassic(work, record);
    else consumerProtocol().replayModern(work, record);
  }
  if (places.length > 0) {
    const { turn } = work;
    const partitions = places.map(({ topic, partition }) => turn.partitionId(topic, partition));
    turn.emit('OffsetsForgotten', { group: groupId, partitions, why }, [work.d.latest]);
  }
  return 'NONE';
}

function tombstonesOf(group: Group): readonly CoordinatorRecord[] {
  return group.protocol === 'consumer' ? consumerProtocol().modernTombstones(group) : classicTombstones(group);
}
