import { fromMs, SECOND } from '../../time.ts';
import type { JoinGroupRequest } from '../../protocol/group.ts';
import type { Asker } from '../work.ts';
import { keepsFirstTimeouts } from './era.ts';
import { addMember, putMember } from './members.ts';
import { rebalanceOrCompleteJoin } from './rebalance.ts';
import { EMPTY_ASSIGNMENT, type ClassicMember } from './state.ts';
import { renewSession, type Step } from './step.ts';

/** GroupCoordinatorConfig's classic.group.new.member.join.timeout: how long a new member's first JoinGroup may wait. */
const NEW_MEMBER_JOIN_TIMEOUT = 300 * SECOND;

/** GroupMetadataManager.addMemberThenRebalanceOrCompleteJoin. */
export function addNewMember(step: Step, to: Asker, request: JoinGroupRequest, memberId: string): void {
  const { work } = step;
  const { groupId, groupInstanceId } = request;
  const member: ClassicMember = {
    memberId,
    groupInstanceId,
    clientId: request.clientId,
    clientHost: `/${work.turn.nameOf(to.peer)}`,
    rebalanceTimeout: fromMs(request.rebalanceTimeoutMs),
    sessionTimeout: fromMs(request.sessionTimeoutMs),
    protocols: request.protocols,
    assignment: EMPTY_ASSIGNMENT,
    isNew: true,
    awaitingJoin: to,
    awaitingSync: null,
  };
  // Somebody came during the initial delay: it is worth waiting for more.
  if (step.group.state === 'PreparingRebalance' && step.group.previousState === 'Empty') {
    step.group = { ...step.group, newMemberAdded: true };
  }
  step.group = addMember(step.group, member, request.protocolType);
  const { length: members } = step.group.members;
  work.turn.emit('MemberJoined', { group: groupId, member: memberId, instance: groupInstanceId, members });
  // It cannot send heartbeats before it has its answer; if it gave up waiting it must not stay for ever.
  renewSession(work, groupId, member, NEW_MEMBER_JOIN_TIMEOUT);
  rebalanceOrCompleteJoin(step, 'joined');
}

/** GroupMetadataManager.updateMemberThenRebalanceOrCompleteJoin. */
export function updateMember(
  step: Step,
  to: Asker,
  request: JoinGroupRequest,
  member: ClassicMember,
  why: string,
): void {
  step.group = putMember(step.group, member.memberId, rejoining(step, member, to, request));
  rebalanceOrCompleteJoin(step, why);
}

/** The member with what it says of itself now, waiting for its answer (ClassicGroup.updateMember). */
export function rejoining(step: Step, member: ClassicMember, to: Asker, request: JoinGroupRequest): ClassicMember {
  if (keepsFirstTimeouts(step.work.turn.setup)) return { ...member, protocols: request.protocols, awaitingJoin: to };
  return {
    ...member,
    protocols: request.protocols,
    rebalanceTimeout: fromMs(request.rebalanceTimeoutMs),
    sessionTimeout: fromMs(request.sessionTimeoutMs),
    awaitingJoin: to,
  };
}
