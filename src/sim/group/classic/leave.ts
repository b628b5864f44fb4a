import type { ErrorCode } from '../../protocol/errors.ts';
import type { LeaveGroupRequest, LeaveGroupResponse } from '../../protocol/group.ts';
import type { Group } from '../group.ts';
import type { Asker, GroupWork } from '../work.ts';
import { isNewCoordinator } from './era.ts';
import { memberOf, staticMember, validateMember } from './members.ts';
import { dropMember, maybeCompleteJoin, rebalanceOrCompleteJoin } from './rebalance.ts';
import { joinError } from './responses.ts';
import { answer, beginStep, endStep, type Step } from './step.ts';

type Leaving = LeaveGroupRequest['members'][number];

/** GroupMetadataManager.classicGroupLeave: members go, one by one with an error each; then the others rebalance once. */
export function handleLeave(work: GroupWork, to: Asker, request: LeaveGroupRequest, group: Group | null): void {
  const { groupId } = request;
  if (group === null || group.protocol !== 'classic') {
    respond(work, to, groupId, leaveAnswer(request.members.map((member) => [member, 'UNKNOWN_MEMBER_ID'])));
    return;
  }
  if (group.state === 'Dead') {
    respond(work, to, groupId, { ...leaveAnswer([]), errorCode: 'COORDINATOR_NOT_AVAILABLE' });
    return;
  }
  const step = beginStep(work, group);
  const response = leaveAnswer(request.members.map((member) => [member, removeLeaving(step, member)]));
  const newCoordinator = isNewCoordinator(work.turn.setup);
  // When the last one has left, the coordinator of 4.0 answers when the empty generation is committed.
  if (newCoordinator) step.after = [{ type: 'respond', to, response }];
  if (response.members.some((member) => member.errorCode === 'NONE')) {
    // Somebody who never was in leaves: to the coordinator of 4.0 that is as good a reason to rebalance as any.
    const reason = newCoordinator || step.group.members.length < group.members.length;
    if (step.group.state === 'PreparingRebalance') maybeCompleteJoin(step, 'left');
    else if (step.group.state !== 'Empty' && reason) rebalanceOrCompleteJoin(step, 'left');
  }
  endStep(step);
  if (step.written === null || !newCoordinator) respond(work, to, groupId, response);
  else if (step.written !== 'NONE') respond(work, to, groupId, { ...leaveAnswer([]), errorCode: step.written });
}

/** Takes one member out. An operator removes a static member by its instance id alone. */
function removeLeaving(step: Step, leaving: Leaving): ErrorCode {
  const { group } = step;
  if (leaving.memberId === '') {
    const member = leaving.groupInstanceId === null ? null : staticMember(group, leaving.groupInstanceId);
    if (member === null) return 'UNKNOWN_MEMBER_ID';
    removeCurrent(step, member.memberId);
    return 'NONE';
  }
  if (group.pendingMembers.includes(leaving.memberId)) {
    dropMember(step, leaving.memberId, 'left');
    return 'NONE';
  }
  const error = validateMember(group, leaving.memberId, leaving.groupInstanceId);
  if (error === 'NONE') removeCurrent(step, leaving.memberId);
  return error;
}

/** GroupMetadataManager.removeCurrentMemberFromClassicGroup. */
function removeCurrent(step: Step, memberId: string): void {
  const waiting = memberOf(step.group, memberId)?.awaitingJoin ?? null;
  const { groupId } = step.group;
  if (waiting !== null) answer(step.work, waiting, groupId, memberId, joinError('', 'UNKNOWN_MEMBER_ID'));
  dropMember(step, memberId, 'left');
}

function leaveAnswer(members: readonly (readonly [Leaving, ErrorCode])[]): LeaveGroupResponse {
  return {
    type: 'LeaveGroupResponse',
    errorCode: 'NONE',
    members: members.map(([{ memberId, groupInstanceId }, errorCode]) => ({ memberId, groupInstanceId, errorCode })),
  };
}

function respond(work: GroupWork, to: Asker, groupId: string, response: LeaveGroupResponse): void {
  for (const { memberId, errorCode } of response.members) {
    if (errorCode === 'NONE') continue;
    work.turn.emit('GroupRequestRefused', { group: groupId, member: memberId, api: 'LeaveGroup', error: errorCode });
  }
  answer(work, to, groupId, '', response);
}
