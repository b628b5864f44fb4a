import { assert } from '../../../lib/assert.ts';
import { expiresPendingSync } from './era.ts';
import { isOff } from '../../safety.ts';
import { canRebalance } from './machine.ts';
import { awaitingJoin, electJoinedLeader, hasAllMembersJoined, rebalanceTimeout, removeMember } from './members.ts';
import { propagateAssignment } from './propagate.ts';
import { selectProtocol, subscribedTopicsOf } from './protocols.ts';
import { groupMetadataRecord } from './record.ts';
import { joinAnswer } from './responses.ts';
import type { ClassicMember } from './state.ts';
import { JOIN_TIMER, renewSession, sessionTimer, SYNC_TIMER, transitionTo, write, type Step } from './step.ts';

/** GroupMetadataManager.maybePrepareRebalanceOrCompleteJoin. */
export function rebalanceOrCompleteJoin(step: Step, why: string): void {
  if (canRebalance(step.group.state)) prepareRebalance(step, why);
  else maybeCompleteJoin(step, why);
}

/** A rebalance begins: all members have to join again. */
export function prepareRebalance(step: Step, why: string): void {
  const { work } = step;
  const { groupId } = step.group;
  if (step.group.state === 'CompletingRebalance') propagateAssignment(step, 'REBALANCE_IN_PROGRESS', []);
  if (step.group.pendingSync.length > 0) step.group = { ...step.group, pendingSync: [] };
  work.cancel(groupId, SYNC_TIMER);
  if (step.group.state !== 'Empty') {
    transitionTo(step, 'PreparingRebalance', why);
    if (hasAllMembersJoined(step.group)) completeJoin(step, 'all joined');
    else work.schedule(groupId, JOIN_TIMER, work.turn.now + rebalanceTimeout(step.group));
    return;
  }
  // The first members of a group are given time to come together.
  const delay = work.settings.initialRebalanceDelay;
  const remaining = Math.max(rebalanceTimeout(step.group) - delay, 0);
  step.group = { ...step.group, initialDelay: { delay, remaining } };
  work.schedule(groupId, JOIN_TIMER, work.turn.now + delay);
  transitionTo(step, 'PreparingRebalance', why);
}

/** GroupMetadataManager.maybeCompleteJoinPhase: not while the initial delay is under way. */
export function maybeCompleteJoin(step: Step, why: string): void {
  const { group } = step;
  if (group.state !== 'PreparingRebalance' || group.previousState === 'Empty') return;
  if (hasAllMembersJoined(group)) completeJoin(step, why === 'left' ? why : 'all joined');
}

/** The timer of the join phase: tryCompleteInitialRebalanceElseSchedule, or the rebalance timeout. */
export function joinTimeUp(step: Step): void {
  const { initialDelay, newMemberAdded, groupId } = step.group;
  if (initialDelay === null || !newMemberAdded || initialDelay.remaining === 0) {
    completeJoin(step, initialDelay === null ? 'rebalance timeout' : 'initial delay over');
    return;
  }
  const delay = Math.min(step.work.settings.initialRebalanceDelay, initialDelay.remaining);
  const remaining = Math.max(initialDelay.remaining - initialDelay.delay, 0);
  step.group = { ...step.group, newMemberAdded: false, initialDelay: { delay, remaining } };
  step.work.schedule(groupId, JOIN_TIMER, step.work.turn.now + delay);
}

/** GroupMetadataManager.completeClassicGroupJoin: who has not joined again is out, unless it is a static member; a generation begins. */
export function completeJoin(step: Step, why: string): void {
  const { work } = step;
  const { groupId } = step.group;
  work.cancel(groupId, JOIN_TIMER);
  if (step.group.initialDelay !== null) step.group = { ...step.group, initialDelay: null };
  if (awaitingJoin(step.group) < step.group.members.length) removeLateMembers(step);
  const led = electJoinedLeader(step.group);
  if (led === null && step.group.members.length > 0) {
    // Only static members are left and none of them is here: wait until their sessions are over.
    work.schedule(groupId, JOIN_TIMER, work.turn.now + rebalanceTimeout(step.group));
    return;
  }
  if (led !== null) step.group = led;
  beginGeneration(step, why);
}

function removeLateMembers(step: Step): void {
  for (const member of step.group.members) {
    if (member.awaitingJoin !== null || member.groupInstanceId !== null) continue;
    dropMember(step, member.memberId, 'rebalance');
  }
}

/** Takes a member out of the group, and its timer with it. */
export function dropMember(
  step: Step,
  memberId: string,
  why: 'left' | 'session' | 'rebalance' | 'sync' | 'pending',
): void {
  step.group = removeMember(step.group, memberId);
  step.work.cancel(step.group.groupId, sessionTimer(memberId));
  const { groupId, members } = step.group;
  step.work.turn.emit('MemberRemoved', { group: groupId, member: memberId, why, members: members.length });
}

/** ClassicGroup.initNextGeneration, and what the coordinator does with it. */
function beginGeneration(step: Step, why: string): void {
  const { group } = step;
  const empty = group.members.length === 0;
  const next = {
    ...group,
    generation: isOff(step.work.turn.setup, 'newGenerations') ? group.generation : group.generation + 1,
    protocolName: empty ? null : selectProtocol(group),
    pendingSync: [],
    storing: null,
  };
  step.group = { ...next, subscribedTopics: subscribedTopicsOf(next) };
  if (empty) {
    transitionTo(step, 'Empty', 'no members');
    // An error changes nothing: nobody is there who could be misled (Kafka only warns).
    write(step, [groupMetadataRecord(step.group, [])]);
    return;
  }
  transitionTo(step, 'CompletingRebalance', why);
  answerJoins(step);
}

/** Every member learns of the generation; from here on it has the rebalance timeout to send SyncGroup. */
function answerJoins(step: Step): void {
  const { work, group } = step;
  const { groupId, protocolName, leaderId } = group;
  assert(protocolName !== null && leaderId !== null, () => `group ${groupId} begins a generation without a leader`);
  work.turn.emit('GenerationBegun', {
    group: groupId,
    generation: group.generation,
    assignor: protocolName,
    leader: leaderId,
    members: group.members.map((member) => member.memberId),
  });
  const members: ClassicMember[] = [];
  for (const member of group.members) {
    if (member.awaitingJoin !== null) work.respond(member.awaitingJoin, joinAnswer(group, member.memberId));
    renewSession(work, groupId, member);
    members.push({ ...member, awaitingJoin: null, isNew: false });
  }
  const expires = expiresPendingSync(work.turn.setup);
  step.group = { ...group, members, pendingSync: expires ? members.map((member) => member.memberId) : [] };
  if (expires) work.schedule(groupId, SYNC_TIMER, work.turn.now + rebalanceTimeout(group));
}
