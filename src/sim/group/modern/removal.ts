import type { CoordinatorRecord } from '../records.ts';
import type { ConsumerGroup } from './state.ts';

/** Tombstones of a member; their order matters to who replays them (GroupMetadataManager.removeMember). */
export function removalRecords(groupId: string, memberId: string): readonly CoordinatorRecord[] {
  const key = { groupId, memberId };
  return [
    { type: 'ConsumerGroupCurrentMemberAssignment', key, value: null },
    { type: 'ConsumerGroupTargetAssignmentMember', key, value: null },
    { type: 'ConsumerGroupMemberMetadata', key, value: null },
  ];
}

/**
 * What is written when a group without members is deleted, or has nothing to keep any more (ConsumerGroup.createGroupTombstoneRecords):
 * to replay it drops the group.
 */
export function modernTombstones({ groupId: group, members }: ConsumerGroup): readonly CoordinatorRecord[] {
  return [
    ...Object.keys(members).flatMap((memberId) => removalRecords(group, memberId)),
    { type: 'ConsumerGroupTargetAssignmentMetadata', key: { group }, value: null },
    { type: 'ConsumerGroupPartitionMetadata', key: { group }, value: null },
    { type: 'ConsumerGroupMetadata', key: { group }, value: null },
  ];
}
