import { fromMs } from '../../time.ts';
import type { JoinGroupRequest } from '../../protocol/group.ts';
import type { Group } from '../group.ts';
import { consumerProtocol } from '../modern/part.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { Asker, GroupWork } from '../work.ts';
import { isNewCoordinator } from './era.ts';
import { addNewMember, updateMember } from './join-member.ts';
import { awaitingJoin, memberOf, removeMember, staticMember, validateMember } from './members.ts';
import { sameProtocols, supportsProtocols } from './protocols.ts';
import { emptyGroupRecord } from './record.ts';
import { joinAnswer, joinError } from './responses.ts';
import { newClassicGroup, type ClassicGroup } from './state.ts';
import { replaceStaticMember } from './static-member.ts';
import { answer, beginStep, endStep, JOIN_TIMER, sessionTimer, write, type Step } from './step.ts';

/** GroupMetadataManager.classicGroupJoin. `group` is the one of that id, of whatever protocol; null: there is none. */
export function handleJoin(work: GroupWork, to: Asker, request: JoinGroupRequest, group: Group | null): void {
  const { groupId, memberId } = request;
  const refuse = (errorCode: 'INVALID_SESSION_TIMEOUT' | 'UNKNOWN_MEMBER_ID' | 'INCONSISTENT_GROUP_PROTOCOL'): void => {
    answer(work, to, groupId, memberId, joinError(memberId, errorCode));
  };
  const session = fromMs(request.sessionTimeoutMs);
  if (session < work.settings.minSessionTimeout || session > work.settings.maxSessionTimeout) {
    refuse('INVALID_SESSION_TIMEOUT');
  } else if (group !== null && group.protocol !== 'classic' && Object.keys(group.members).length > 0) {
    refuse('INCONSISTENT_GROUP_PROTOCOL');
  } else if (group?.protocol === 'classic') {
    const step = beginStep(work, group);
    joinGroup(step, to, request);
    endStep(step);
  } else if (memberId !== '') {
    refuse('UNKNOWN_MEMBER_ID');
  } else {
    // A group of the consumer protocol that nobody is in gives its id away (maybeDeleteEmptyConsumerGroup).
    const former = group === null ? [] : consumerProtocol().modernTombstones(group);
    if (group !== null) work.dropGroup(groupId);
    joinNewGroup(beginStep(work, newClassicGroup(groupId, work.turn.now)), to, request, former);
  }
}

/** A group comes into being with its first member; the coordinator of 4.0 writes that down (JoinGroup's answer does not wait for it). */
function joinNewGroup(step: Step, to: Asker, request: JoinGroupRequest, former: readonly CoordinatorRecord[]): void {
  const { work } = step;
  const created = step.group;
  joinGroup(step, to, request);
  endStep(step);
  if (step.written !== null || !isNewCoordinator(work.turn.setup)) return;
  const error = write(step, [...former, emptyGroupRecord(created)]);
  if (error === 'NONE') return;
  // What is not written never was: the group is gone, and who waits learns it.
  const { groupId, members, pendingMembers } = step.group;
  for (const memberId of [...pendingMembers, ...members.map((member) => member.memberId)]) {
    work.cancel(groupId, sessionTimer(memberId));
  }
  work.cancel(groupId, JOIN_TIMER);
  for (const member of members) {
    if (member.awaitingJoin !== null) answer(work, member.awaitingJoin, groupId, member.memberId, joinError('', error));
  }
  work.dropGroup(groupId);
}

function joinGroup(step: Step, to: Asker, request: JoinGroupRequest): void {
  const { work } = step;
  const { groupId, memberId } = request;
  if (!acceptsJoiningMember(step.group, memberId, work.settings.maxSize)) {
    step.group = removeMember(step.group, memberId);
    answer(work, to, groupId, memberId, joinError('', 'GROUP_MAX_SIZE_REACHED'));
  } else if (step.group.state === 'Dead') {
    answer(work, to, groupId, memberId, joinError(memberId, 'COORDINATOR_NOT_AVAILABLE'));
  } else if (!supportsProtocols(step.group, request.protocolType, request.protocols)) {
    answer(work, to, groupId, memberId, joinError(memberId, 'INCONSISTENT_GROUP_PROTOCOL'));
  } else if (memberId === '') {
    joinNewMember(step, to, request);
  } else if (step.group.pendingMembers.includes(memberId)) {
    addNewMember(step, to, request, memberId);
  } else {
    joinExistingMember(step, to, request);
  }
}

/** GroupMetadataManager.acceptJoiningMember: group.max.size. While the group gathers, those who have come again count. */
function acceptsJoiningMember(group: ClassicGroup, memberId: string, maxSize: number): boolean {
  const member = memberOf(group, memberId);
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true;
    case 'PreparingRebalance':
      return (member !== null && member.awaitingJoin !== null) || awaitingJoin(group) < maxSize;
    case 'CompletingRebalance':
    case 'Stable':
      return member !== null || group.members.length < maxSize;
  }
}

/** A member without an id: a static one is in at once; a dynamic one first gets an id to come back with (KIP-394), if it knows of that. */
function joinNewMember(step: Step, to: Asker, request: JoinGroupRequest): void {
  const { work } = step;
  const { groupId, groupInstanceId } = request;
  const memberId = work.newMemberId(groupInstanceId ?? request.clientId);
  if (groupInstanceId !== null) {
    const previous = staticMember(step.group, groupInstanceId);
    if (previous === null) addNewMember(step, to, request, memberId);
    else replaceStaticMember(step, to, request, previous, memberId);
  } else if (!request.knownMemberIdRequired) {
    addNewMember(step, to, request, memberId);
  } else {
    step.group = { ...step.group, pendingMembers: [...step.group.pendingMembers, memberId] };
    work.schedule(groupId, sessionTimer(memberId), work.turn.now + fromMs(request.sessionTimeoutMs));
    work.turn.emit('MemberIdGiven', { group: groupId, member: memberId });
    work.respond(to, joinError(memberId, 'MEMBER_ID_REQUIRED'));
  }
}

/** A member that is in the group: does that change anything? */
function joinExistingMember(step: Step, to: Asker, request: JoinGroupRequest): void {
  const { work, group } = step;
  const { groupId, memberId } = request;
  const error = validateMember(group, memberId, request.groupInstanceId);
  const member = memberOf(group, memberId);
  if (error !== 'NONE' || member === null) {
    answer(work, to, groupId, memberId, joinError(memberId, error));
    return;
  }
  const changed = !sameProtocols(member.protocols, request.protocols);
  const leads = group.leaderId === memberId;
  if (group.state === 'PreparingRebalance') updateMember(step, to, request, member, 'rejoined');
  else if (changed) updateMember(step, to, request, member, 'subscription changed');
  // The leader may know of what concerns everybody, such as new partitions.
  else if (leads && group.state === 'Stable') updateMember(step, to, request, member, 'leader rejoined');
  // It may have missed the answer to its JoinGroup: it gets the current generation.
  else work.respond(to, joinAnswer(group, memberId));
}
