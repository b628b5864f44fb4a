import type { ErrorCode } from '../../protocol/errors.ts';
import type { OffsetCommitRequest } from '../../protocol/group.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { GroupWork } from '../work.ts';
import { isNewCoordinator } from './era.ts';
import { memberOf, validateMember } from './members.ts';
import { groupTombstone } from './record.ts';
import { newClassicGroup, type ClassicGroup } from './state.ts';
import { renewSession } from './step.ts';

/** The first version of OffsetCommit that can be told that there is no such group. */
const KNOWS_NOT_FOUND = 9;

/**
 * May these offsets be committed (ClassicGroup.validateOffsetCommit)? Where there is no such group a commit from outside, with generation -1,
 * makes one that only holds offsets, as OffsetMetadataManager does.
 * @param group the group; null: there is none of that id
 * @param apiVersion the request's
 */
export function validateClassicCommit(
  work: GroupWork,
  group: ClassicGroup | null,
  request: OffsetCommitRequest,
  apiVersion: number,
): ErrorCode {
  const { generationIdOrMemberEpoch: generation, memberId, groupInstanceId } = request;
  if (group === null) {
    // Neither clients before version 9 nor the older coordinator know the other answer (OffsetMetadataManager.validateOffsetCommit).
    if (generation >= 0)
      return isNewCoordinator(work.turn.setup) && apiVersion >= KNOWS_NOT_FOUND
        ? 'GROUP_ID_NOT_FOUND'
        : 'ILLEGAL_GENERATION';
    work.setGroup(newClassicGroup(request.groupId, work.turn.now));
    return 'NONE';
  }
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  if (generation < 0 && group.state === 'Empty') return 'NONE';
  if (generation < 0 && memberId === '' && groupInstanceId === null) {
    return group.state === 'Empty' ? 'NONE' : 'UNKNOWN_MEMBER_ID';
  }
  const error = validateMember(group, memberId, groupInstanceId);
  if (error !== 'NONE') return error;
  if (generation !== group.generation) return 'ILLEGAL_GENERATION';
  // In PreparingRebalance the old generation may still say how far it came.
  return group.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}

/** A commit that was accepted: whoever commits is alive (OffsetMetadataManager.commitOffset). */
export function classicCommitSeen(work: GroupWork, group: ClassicGroup, request: OffsetCommitRequest): void {
  if (group.state !== 'Stable' && group.state !== 'PreparingRebalance') return;
  const member = memberOf(group, request.memberId);
  if (member !== null) renewSession(work, group.groupId, member);
}

/** ClassicGroup.validateOffsetFetch. */
export function validateClassicFetch(group: ClassicGroup): ErrorCode {
  return group.state === 'Dead' ? 'GROUP_ID_NOT_FOUND' : 'NONE';
}

/** ClassicGroup.validateDeleteGroup. */
export function validateClassicDelete(group: ClassicGroup): ErrorCode {
  if (group.state === 'Dead') return 'GROUP_ID_NOT_FOUND';
  return group.state === 'Empty' ? 'NONE' : 'NON_EMPTY_GROUP';
}

/** What DeleteGroups and the expiry of an empty group write (createGroupTombstoneRecords); `replayClassic` of it drops the group. */
export function classicTombstones(group: ClassicGroup): readonly CoordinatorRecord[] {
  return [groupTombstone(group.groupId)];
}

/** ClassicGroup.isSubscribedToTopic: does a member subscribe to it, or may one (the coordinator cannot know)? */
export function classicSubscribes(group: ClassicGroup, topic: string): boolean {
  if (group.subscribedTopics === null) return group.protocolType === 'consumer';
  return group.subscribedTopics.includes(topic);
}
