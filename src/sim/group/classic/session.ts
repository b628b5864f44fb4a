import { isNewCoordinator } from './era.ts';
import { hasAllMembersJoined, hasSatisfiedHeartbeat, memberOf } from './members.ts';
import { completeJoin, dropMember, rebalanceOrCompleteJoin } from './rebalance.ts';
import { joinError } from './responses.ts';
import { answer, type Step } from './step.ts';

/** GroupMetadataManager.expireClassicGroupMemberHeartbeat: nothing was heard of a member for its session timeout. */
export function sessionTimeUp(step: Step, memberId: string): void {
  const { group } = step;
  if (group.state === 'Dead') return;
  if (group.pendingMembers.includes(memberId)) {
    dropMember(step, memberId, 'pending');
    completeIfAllJoined(step);
    return;
  }
  const member = memberOf(group, memberId);
  if (member === null || hasSatisfiedHeartbeat(member)) return;
  // A new member whose JoinGroup waited too long: it shall try again, if it is still there.
  if (member.awaitingJoin !== null) {
    answer(step.work, member.awaitingJoin, group.groupId, memberId, joinError('', 'UNKNOWN_MEMBER_ID'));
  }
  dropMember(step, memberId, 'session');
  if (group.state === 'PreparingRebalance') completeIfAllJoined(step);
  else rebalanceOrCompleteJoin(step, 'session expired');
}

/** The coordinator of 4.0 does not ask here whether the initial delay is under way. */
function completeIfAllJoined(step: Step): void {
  const { state, previousState } = step.group;
  if (state !== 'PreparingRebalance' || !hasAllMembersJoined(step.group)) return;
  if (previousState !== 'Empty' || isNewCoordinator(step.work.turn.setup)) completeJoin(step, 'all joined');
}
