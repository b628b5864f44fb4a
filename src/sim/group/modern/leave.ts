import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../protocol/group.ts';
import type { AfterCommit, Asker, GroupWork } from '../work.ts';
import { fence } from './fence.ts';
import { currentAssignmentRecord, LEAVE_GROUP_STATIC_MEMBER_EPOCH, memberOf, staticMemberOf } from './member.ts';
import { NO_PARTITIONS } from './partitions.ts';
import { accepted } from './response.ts';
import type { ConsumerGroup, ConsumerGroupMember } from './state.ts';
import { store } from './store.ts';

/**
 * A member leaves (GroupMetadataManager.consumerGroupLeave): it is removed; a static one with the epoch -2 is only away, keeps its
 * partitions for its session, and whoever has its instance id takes its place.
 * @returns NONE when the answer will leave, or what the client is told instead
 */
export function leave(work: GroupWork, to: Asker, request: ConsumerGroupHeartbeatRequest): ErrorCode {
  const { groupId, memberEpoch, instanceId } = request;
  const group = work.group(groupId);
  if (group?.protocol !== 'consumer') return 'GROUP_ID_NOT_FOUND';
  const member = whoLeaves(group, request);
  if (typeof member === 'string') return member;
  const response = accepted({ memberId: member.memberId, memberEpoch, heartbeatIntervalMs: 0, assignment: null });
  const after: readonly AfterCommit[] = [{ type: 'respond', to, response }];
  if (instanceId === null || memberEpoch !== LEAVE_GROUP_STATIC_MEMBER_EPOCH)
    return fence(work, group, member, 'left', after);
  const away = { ...member, memberEpoch, partitionsPendingRevocation: NO_PARTITIONS };
  return store(work, groupId, [currentAssignmentRecord(groupId, away)], after, { why: 'left' });
}

function whoLeaves(
  group: ConsumerGroup,
  { memberId, instanceId }: ConsumerGroupHeartbeatRequest,
): ConsumerGroupMember | ErrorCode {
  if (instanceId === null) return memberOf(group, memberId) ?? 'UNKNOWN_MEMBER_ID';
  const member = staticMemberOf(group, instanceId);
  if (member === null) return 'UNKNOWN_MEMBER_ID';
  return member.memberId === memberId ? member : 'FENCED_INSTANCE_ID';
}
