import { assert } from '../../../lib/assert.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest, TopicPartitions } from '../../protocol/group.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { GroupWork } from '../work.ts';
import { currentAssignmentRecord, memberOf, metadataRecord, newGroup, newMember, staticMemberOf } from './member.ts';
import { isSubset, NO_PARTITIONS, toWire } from './partitions.ts';
import { removalRecords } from './removal.ts';
import { replayed } from './replay.ts';
import type { ConsumerGroup, ConsumerGroupMember } from './state.ts';

/** Whom a heartbeat is from. `group` is as it is with `records` replayed; neither is kept yet. */
export interface Found {
  readonly group: ConsumerGroup;
  readonly member: ConsumerGroupMember;
  readonly records: readonly CoordinatorRecord[];
  /** The static member whose place it takes; null: nobody's. */
  readonly replaced: ConsumerGroupMember | null;
}

/**
 * The group and the member of a heartbeat, which may be new: both come to be with the member epoch 0.
 * @returns what a client is told when it is none of them
 */
export function findMember(work: GroupWork, request: ConsumerGroupHeartbeatRequest): Found | ErrorCode {
  const place = findGroup(work, request);
  if (typeof place === 'string') return place;
  const { group, records } = place;
  const memberId = request.memberId === '' ? work.newMemberId('') : request.memberId;
  const full = Object.keys(group.members).length >= work.settings.consumerMaxSize;
  if (full && memberOf(group, request.memberId) === null) return 'GROUP_MAX_SIZE_REACHED';
  const found =
    request.instanceId === null
      ? dynamicMember(group, memberId, request)
      : staticMember(group, memberId, request.instanceId, request);
  return typeof found === 'string' ? found : { ...found, records: [...records, ...found.records] };
}

/** GroupMetadataManager.getOrMaybeCreateConsumerGroup, with group.consumer.migration.policy=disabled: no group changes its protocol. */
function findGroup(
  work: GroupWork,
  { groupId, memberEpoch }: ConsumerGroupHeartbeatRequest,
): { readonly group: ConsumerGroup; readonly records: readonly CoordinatorRecord[] } | ErrorCode {
  const known = work.group(groupId);
  if (known?.protocol === 'consumer') return { group: known, records: [] };
  if (memberEpoch !== 0) return 'GROUP_ID_NOT_FOUND';
  if (known === null) return { group: newGroup(groupId), records: [] };
  // A classic group that nobody is in gives its name away (maybeDeleteEmptyClassicGroup); its committed offsets stay.
  if (known.state !== 'Empty') return 'GROUP_ID_NOT_FOUND';
  return { group: newGroup(groupId), records: [{ type: 'GroupMetadata', key: { group: groupId }, value: null }] };
}

/** getOrMaybeSubscribeDynamicConsumerGroupMember */
function dynamicMember(
  group: ConsumerGroup,
  memberId: string,
  { memberEpoch, topicPartitions }: ConsumerGroupHeartbeatRequest,
): Found | ErrorCode {
  const known = memberOf(group, memberId);
  if (known === null && memberEpoch !== 0) return 'UNKNOWN_MEMBER_ID';
  const member = known ?? newMember(memberId);
  const error = epochError(member, memberEpoch, topicPartitions);
  return error === 'NONE' ? { group, member, records: [], replaced: null } : error;
}

/** getOrMaybeSubscribeStaticConsumerGroupMember */
function staticMember(
  group: ConsumerGroup,
  memberId: string,
  instanceId: string,
  { memberEpoch, topicPartitions }: ConsumerGroupHeartbeatRequest,
): Found | ErrorCode {
  const known = staticMemberOf(group, instanceId);
  if (memberEpoch === 0) {
    if (known === null) {
      const member = memberOf(group, memberId) ?? newMember(memberId);
      return { group, member, records: [], replaced: null };
    }
    // Only who has said that it is away for a while gives its place to another process.
    if (known.memberEpoch !== -2) return 'UNRELEASED_INSTANCE_ID';
    return replace(group, known, { ...known, memberId, memberEpoch: 0, previousMemberEpoch: 0 });
  }
  if (known === null) return 'UNKNOWN_MEMBER_ID';
  if (known.memberId !== memberId) return 'FENCED_INSTANCE_ID';
  const error = epochError(known, memberEpoch, topicPartitions);
  return error === 'NONE' ? { group, member: known, records: [], replaced: null } : error;
}

/** throwIfConsumerGroupMemberEpochIsInvalid: the epoch before is accepted, as the answer with the next one may have been lost. */
function epochError(
  member: ConsumerGroupMember,
  received: number,
  owned: readonly TopicPartitions[] | null,
): ErrorCode {
  if (received > member.memberEpoch) return 'FENCED_MEMBER_EPOCH';
  if (received === member.memberEpoch) return 'NONE';
  const tolerated = received === member.previousMemberEpoch && isSubset(owned, member.assignedPartitions);
  return tolerated ? 'NONE' : 'FENCED_MEMBER_EPOCH';
}

/** replaceMember: the same member under a new id. */
function replace(group: ConsumerGroup, old: ConsumerGroupMember, member: ConsumerGroupMember): Found {
  const { groupId } = group;
  const { memberId } = member;
  const topicPartitions = toWire(group.targetAssignment[old.memberId] ?? NO_PARTITIONS);
  const records: readonly CoordinatorRecord[] = [
    ...removalRecords(groupId, old.memberId),
    metadataRecord(groupId, member),
    { type: 'ConsumerGroupTargetAssignmentMember', key: { groupId, memberId }, value: { topicPartitions } },
    currentAssignmentRecord(groupId, member),
  ];
  const after = replayed(group, groupId, records);
  assert(after !== null, 'a member of a group that is replaced leaves the group there');
  return { group: after, member: memberOf(after, memberId) ?? member, records, replaced: old };
}
