import type { ErrorCode } from '../../protocol/errors.ts';
import type { SyncGroupRequest } from '../../protocol/group.ts';
import type { Group } from '../group.ts';
import type { Asker, GroupWork } from '../work.ts';
import { isNewCoordinator } from './era.ts';
import { dropMember, prepareRebalance, rebalanceOrCompleteJoin } from './rebalance.ts';
import { memberOf, putMember, validateMember } from './members.ts';
import { propagateAssignment } from './propagate.ts';
import { groupMetadataRecord } from './record.ts';
import { syncAnswer, syncError } from './responses.ts';
import { EMPTY_ASSIGNMENT, type ClassicGroup, type MemberAssignment } from './state.ts';
import { answer, beginStep, endStep, renewSession, SYNC_TIMER, transitionTo, write, type Step } from './step.ts';

/** GroupMetadataManager.classicGroupSync. */
export function handleSync(work: GroupWork, to: Asker, request: SyncGroupRequest, group: Group | null): void {
  const { groupId, memberId } = request;
  if (group === null || group.protocol !== 'classic' || group.state === 'Empty') {
    answer(work, to, groupId, memberId, syncError('UNKNOWN_MEMBER_ID'));
    return;
  }
  const error = validateSync(group, request);
  const member = memberOf(group, memberId);
  if (error !== 'NONE' || member === null) {
    answer(work, to, groupId, memberId, syncError(error));
    return;
  }
  const step = beginStep(work, group);
  if (group.state === 'PreparingRebalance') {
    answer(work, to, groupId, memberId, syncError('REBALANCE_IN_PROGRESS'));
  } else {
    received(step, memberId);
    if (group.state === 'Stable') {
      work.respond(to, syncAnswer(group, member));
      // Up to 3.9 whoever comes late for its assignment is alive all the same (GroupCoordinator.doSyncGroup); 4.0 waits for its heartbeat.
      if (!isNewCoordinator(work.turn.setup)) renewSession(work, groupId, member);
    } else {
      step.group = putMember(step.group, memberId, { ...member, awaitingSync: to });
      if (group.leaderId === memberId) storeAssignment(step, request);
    }
  }
  endStep(step);
}

/** GroupMetadataManager.validateSyncGroup. */
function validateSync(group: ClassicGroup, request: SyncGroupRequest): ErrorCode {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  const error = validateMember(group, request.memberId, request.groupInstanceId);
  if (error !== 'NONE') return error;
  if (request.generationId !== group.generation) return 'ILLEGAL_GENERATION';
  const consistent =
    agrees(request.protocolType, group.protocolType) && agrees(request.protocolName, group.protocolName);
  return consistent ? 'NONE' : 'INCONSISTENT_GROUP_PROTOCOL';
}

function agrees(theirs: string | null, ours: string | null): boolean {
  return theirs === null || ours === null || theirs === ours;
}

/** GroupMetadataManager.removePendingSyncMember: once all have sent it the sync timeout is off. */
function received(step: Step, memberId: string): void {
  const { group, work } = step;
  if (!group.pendingSync.includes(memberId)) return;
  const pendingSync = group.pendingSync.filter((id) => id !== memberId);
  step.group = { ...group, pendingSync };
  if (pendingSync.length === 0) work.cancel(group.groupId, SYNC_TIMER);
}

/** The leader's assignment is written; members get theirs when it is committed, see `assignmentStored`. */
function storeAssignment(step: Step, request: SyncGroupRequest): void {
  const { groupId, generation, members } = step.group;
  // What is committed first is what counts, should the leader send it twice.
  if (step.group.storing !== null) return;
  const given: { [memberId: string]: MemberAssignment } = {};
  for (const assignment of request.assignments) given[assignment.memberId] = assignment;
  const assignments = members.map(({ memberId }) => given[memberId] ?? { memberId, assignment: EMPTY_ASSIGNMENT });
  step.group = { ...step.group, storing: { generation, assignments } };
  const record = groupMetadataRecord(step.group, assignments);
  const error = write(step, [record], [{ type: 'assignmentStored', groupId, generation }]);
  if (error === 'NONE') return;
  propagateAssignment(step, error, []);
  rebalanceOrCompleteJoin(step, 'not stored');
}

/** The assignment of a generation is committed; nothing happens when the group has moved on meanwhile. */
export function assignmentStored(work: GroupWork, group: Group | null, generation: number): void {
  if (group === null || group.protocol !== 'classic') return;
  if (group.state !== 'CompletingRebalance' || group.generation !== generation || group.storing === null) return;
  const step = beginStep(work, group);
  const { assignments } = group.storing;
  propagateAssignment(step, 'NONE', assignments);
  work.turn.emit('AssignmentStored', {
    group: group.groupId,
    generation,
    assignment: step.group.members.map(({ memberId, assignment }) => ({
      member: memberId,
      partitions: assignment.assignedPartitions,
    })),
  });
  transitionTo(step, 'Stable', 'assignment stored');
  endStep(step);
}

/** The assignment of a generation could not be committed: who waits learns why, and the members have to join again. */
export function assignmentLost(work: GroupWork, group: Group | null, generation: number, error: ErrorCode): void {
  if (group === null || group.protocol !== 'classic') return;
  if (group.state !== 'CompletingRebalance' || group.generation !== generation || group.storing === null) return;
  const step = beginStep(work, group);
  propagateAssignment(step, error, []);
  rebalanceOrCompleteJoin(step, 'not stored');
  endStep(step);
}

/** GroupMetadataManager.expirePendingSync: who has not sent SyncGroup within the rebalance timeout is out, and the rest begin anew. */
export function syncTimeUp(step: Step): void {
  const { state, pendingSync } = step.group;
  if ((state !== 'CompletingRebalance' && state !== 'Stable') || pendingSync.length === 0) return;
  for (const memberId of pendingSync) dropMember(step, memberId, 'sync');
  prepareRebalance(step, 'sync timeout');
}
