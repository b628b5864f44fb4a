import type { JoinGroupRequest, JoinGroupResponse } from '../../protocol/group.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Group } from '../group.ts';
import type { Asker, GroupWork, Replacement } from '../work.ts';
import { isNewCoordinator, skipsAssignment } from './era.ts';
import { rejoining } from './join-member.ts';
import { memberOf, putMember } from './members.ts';
import { selectProtocol } from './protocols.ts';
import { maybeCompleteJoin, prepareRebalance, rebalanceOrCompleteJoin } from './rebalance.ts';
import { groupMetadataRecord } from './record.ts';
import { joinAnswer, joinError, syncError } from './responses.ts';
import type { ClassicGroup, ClassicMember } from './state.ts';
import { answer, beginStep, endStep, renewSession, sessionTimer, write, type Step } from './step.ts';

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
  step.group = replaced(
    step.group,
    previous,
    rejoining(step, { ...previous, memberId, awaitingSync: null }, to, request),
  );
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
  const replacement: Replacement = {
    memberId,
    previousId: previous.memberId,
    leaderId: before.leaderId,
    protocols: previous.protocols,
    rebalanceTimeout: previous.rebalanceTimeout,
    sessionTimeout: previous.sessionTimeout,
    skips: request.supportsSkippingAssignment && skipsAssignment(work.turn.setup),
  };
  const record = groupMetadataRecord(step.group, step.group.members);
  const error = write(step, [record], [{ type: 'replacementStored', to, groupId, replacement }]);
  if (error !== 'NONE') takeBack(step, to, replacement, error);
}

/** The new id is committed: who waits for it learns so, unless a rebalance that began meanwhile has answered already. */
export function replacementStored(work: GroupWork, group: Group | null, to: Asker, replacement: Replacement): void {
  if (group?.protocol !== 'classic') return;
  const member = memberOf(group, replacement.memberId);
  if (member === null || !waits(member, to)) return;
  const step = beginStep(work, group);
  step.group = putMember(group, member.memberId, { ...member, awaitingJoin: null });
  work.respond(to, answerTo(step.group, replacement));
  endStep(step);
}

/** The new id could not be committed, or not in time. */
export function replacementLost(
  work: GroupWork,
  group: Group | null,
  to: Asker,
  replacement: Replacement,
  error: ErrorCode,
): void {
  if (group?.protocol !== 'classic') return;
  const step = beginStep(work, group);
  takeBack(step, to, replacement, error);
  endStep(step);
}

/**
 * What is not stored did not happen: the member has its old id again, and whoever has that one is in the group as before. The coordinator up to 3.9
 * means to take back the protocols too, but has noted those only after it took the new ones.
 */
function takeBack(step: Step, to: Asker, replacement: Replacement, error: ErrorCode): void {
  const { work } = step;
  const { groupId } = step.group;
  const { memberId, previousId, rebalanceTimeout, sessionTimeout } = replacement;
  const member = memberOf(step.group, memberId);
  if (member === null) return;
  const waiting = waits(member, to);
  fence(step, waiting ? { ...member, awaitingJoin: null } : member);
  const protocols = isNewCoordinator(work.turn.setup) ? replacement.protocols : member.protocols;
  const again: ClassicMember = {
    ...member,
    memberId: previousId,
    protocols,
    rebalanceTimeout,
    sessionTimeout,
    awaitingJoin: null,
    awaitingSync: null,
  };
  step.group = replaced(step.group, member, again);
  work.cancel(groupId, sessionTimer(memberId));
  renewSession(work, groupId, again);
  work.turn.emit('StaticMemberReplaced', {
    group: groupId,
    instance: member.groupInstanceId ?? '',
    member: previousId,
    previous: memberId,
  });
  if (!waiting) return;
  const { generation, protocolType, protocolName } = step.group;
  const leader = replacement.leaderId ?? '';
  answer(work, to, groupId, '', {
    ...joinError('', error),
    generationId: generation,
    protocolType,
    protocolName,
    leader,
  });
}

function waits({ awaitingJoin }: ClassicMember, to: Asker): boolean {
  return awaitingJoin?.connection === to.connection;
}

/**
 * A leader that restarts gets the members again and is told not to assign: the group's assignment stands (KIP-814). Clients that do not know
 * of that learn the old leader's id, so that none of them takes itself for the leader.
 */
function answerTo(group: ClassicGroup, { memberId, leaderId, skips }: Replacement): JoinGroupResponse {
  if (skips) return joinAnswer(group, memberId, group.leaderId === memberId);
  return { ...joinAnswer(group, memberId), leader: leaderId ?? '', members: [] };
}
