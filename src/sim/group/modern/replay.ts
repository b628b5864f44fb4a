import type { CoordinatorRecord } from '../records.ts';
import { GroupDraft } from './draft.ts';
import { LEAVE_GROUP_MEMBER_EPOCH, newGroup, newMember, withCurrentAssignment, withMetadata } from './member.ts';
import { fromWire, NO_PARTITIONS } from './partitions.ts';
import type { ConsumerGroup } from './state.ts';

/** The group that a record of the consumer protocol is about; null: the record is another protocol's, or about offsets. */
export function groupIdOf(record: CoordinatorRecord): string | null {
  switch (record.type) {
    case 'OffsetCommit':
    case 'GroupMetadata':
      return null;
    case 'ConsumerGroupMetadata':
    case 'ConsumerGroupPartitionMetadata':
    case 'ConsumerGroupTargetAssignmentMetadata':
      return record.key.group;
    default:
      return record.key.groupId;
  }
}

/**
 * What records make of a group (GroupMetadataManager.replay), those that are written now and those that are read while loading.
 * @param group null: there is none
 * @returns null: there is none any more
 */
export function replayed(
  group: ConsumerGroup | null,
  groupId: string,
  records: readonly CoordinatorRecord[],
): ConsumerGroup | null {
  let known = group;
  let draft: GroupDraft | null = null;
  for (const record of records) {
    // A tombstone for what is not there says nothing.
    if (draft === null && known === null && record.value === null) continue;
    if (record.type === 'ConsumerGroupMetadata' && record.value === null) {
      known = draft = null;
      continue;
    }
    draft ??= new GroupDraft(known ?? newGroup(groupId));
    replay(draft, record);
  }
  return draft === null ? known : draft.finish();
}

function replay(draft: GroupDraft, record: CoordinatorRecord): void {
  switch (record.type) {
    case 'ConsumerGroupMemberMetadata': {
      const { memberId } = record.key;
      const member = draft.members[memberId];
      if (record.value !== null) draft.setMember(withMetadata(member ?? newMember(memberId), record.value));
      else if (member !== undefined) draft.removeMember(member);
      return;
    }
    case 'ConsumerGroupMetadata':
      draft.set({ groupEpoch: record.value?.epoch ?? 0 });
      return;
    case 'ConsumerGroupPartitionMetadata': {
      const topics = record.value?.topics ?? [];
      draft.set({
        subscriptionMetadata: Object.fromEntries(
          topics.map(({ topicName, numPartitions }) => [topicName, numPartitions]),
        ),
      });
      return;
    }
    case 'ConsumerGroupTargetAssignmentMember': {
      const partitions = record.value === null ? null : fromWire(record.value.topicPartitions);
      draft.setTarget(record.key.memberId, partitions);
      return;
    }
    case 'ConsumerGroupTargetAssignmentMetadata':
      draft.set({ targetAssignmentEpoch: record.value?.assignmentEpoch ?? -1 });
      return;
    case 'ConsumerGroupCurrentMemberAssignment': {
      const { memberId } = record.key;
      const member = draft.members[memberId];
      if (record.value !== null) draft.setMember(withCurrentAssignment(member ?? newMember(memberId), record.value));
      else if (member !== undefined)
        draft.setMember({
          ...member,
          memberEpoch: LEAVE_GROUP_MEMBER_EPOCH,
          previousMemberEpoch: LEAVE_GROUP_MEMBER_EPOCH,
          assignedPartitions: NO_PARTITIONS,
          partitionsPendingRevocation: NO_PARTITIONS,
        });
      return;
    }
    default:
  }
}
