import type { JoinGroupRequest, JoinGroupResponse } from '../../protocol/group.ts';
import type { Asker } from '../work.ts';
import { skipsAssignment } from './era.ts';
import { rejoining } from './join-member.ts';
import { putMember } from './members.ts';
import { selectProtocol } from './protocols.ts';
import { maybeCompleteJoin, prepareRebalance, rebalanceOrCompleteJoin } from './rebalance.ts';
import { groupMetadataRecord } from './record.ts';
import { joinAnswer, joinError, syncError } from './responses.ts';
import type { ClassicGroup, ClassicMember } from './state.ts';
import { answer, renewSession, sessionTimer, write, type Step } from './step.ts';

/**
 * A static member comes back without its member id (a restart, or a second process with the same instance id): it takes the place of the
 * one that had it, with its assignment, and that one is fenced (updateStaticMemberThenRebalanceOrCompleteJoin, KIP-345).
 */
export function replaceStaticMember(
  step: Step,
  to: Asker,
  request: JoinGroupRequest,
  previous: ClassicMember,
  memberId: string,
): void {
  const { work } = step;
  const { groupId } = step.group;
  fence(step, previous);
  // The session of the old id ends without effect: no member has it any more.
  const before = putMember(step.group, previous.memberId, { ...previous, awaitingJoin: null, awaitingSync: null });
  step.group = replaced(step.group, previous, rejoining({ ...previous, memberId, awaitingSync: null }, to, request));
  work.turn.emit('StaticMemberReplaced', {
    group: groupId,
    instance: previous.groupInstanceId ?? '',
    member: memberId,
    previous: previous.memberId,
  });
  renewSession(work, groupId, { ...previous, memberId });
  if (step.group.state === 'Stable') storeReplacement(step, to, request, before, previous, memberId);
  // The leader may have been told the old id: what it decides would miss the new one.
  else if (step.group.state === 'CompletingRebalance') prepareRebalance(step, 'static member replaced');
  else maybeCompleteJoin(step, 'rejoined');
}

function fence(step: Step, previous: ClassicMember): void {
  const { work } = step;
  const { groupId } = step.group;
  const { memberId } = previous;
  if (previous.awaitingJoin !== null) {
    answer(work, previous.awaitingJoin, groupId, memberId, joinError(memberId, 'FENCED_INSTANCE_ID'));
  }
  if (previous.awaitingSync !== null) {
    answer(work, previous.awaitingSync, groupId, memberId, syncError('FENCED_INSTANCE_ID'));
  }
}

/** ClassicGroup.replaceStaticMember: the new id also leads when the old one did. */
function replaced(group: ClassicGroup, previous: ClassicMember, member: ClassicMember): ClassicGroup {
  const next = putMember(group, previous.memberId, member);
  return group.leaderId === previous.memberId ? { ...next, leaderId: member.memberId } : next;
}

/** In a Stable group nothing has to move, unless the members would now choose another assignor: the new id is written down. */
function storeReplacement(
  step: Step,
  to: Asker,
  request: JoinGroupRequest,
  before: ClassicGroup,
  previous: ClassicMember,
  memberId: string,
): void {
  const { work } = step;
  const { groupId } = step.group;
  if (selectProtocol(step.group) !== step.group.protocolName) {
    rebalanceOrCompleteJoin(step, 'protocol changed');
    return;
  }
  const members = step.group.members.map((member) => ({ ...member, awaitingJoin: null }));
  const stored = { ...step.group, members };
  step.group = stored;
  const record = groupMetadataRecord(stored, members);
  const error = write(step, [record], [{ type: 'respond', to, response: answerTo(step, request, before, memberId) }]);
  if (error === 'NONE') return;
  // What was not written did not happen: the old id stays.
  step.group = before;
  work.cancel(groupId, sessionTimer(memberId));
  renewSession(work, groupId, previous);
  answer(work, to, groupId, '', { ...joinError('', error), generationId: before.generation });
}

/**
 * A leader that restarts gets the members again and is told not to assign: the group's assignment stands (KIP-814). Clients that do not know
 * of that learn the old leader's id, so that none of them takes itself for the leader.
 */
function answerTo(step: Step, request: JoinGroupRequest, before: ClassicGroup, memberId: string): JoinGroupResponse {
  const { group, work } = step;
  if (request.supportsSkippingAssignment && skipsAssignment(work.turn.setup))
    return joinAnswer(group, memberId, group.leaderId === memberId);
  return { ...joinAnswer(group, memberId), leader: before.leaderId ?? '', members: [] };
}
