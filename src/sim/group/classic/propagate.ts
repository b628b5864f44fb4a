import { assert } from '../../../lib/assert.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { syncAnswer, syncError } from './responses.ts';
import { EMPTY_ASSIGNMENT, type ClassicMember, type MemberAssignment } from './state.ts';
import { answer, renewSession, type Step } from './step.ts';

/**
 * Gives every member its assignment of the generation, or takes all of them away with an error, and answers those who wait for it
 * (setAndPropagateAssignment, resetAndPropagateAssignmentWithError). Their sessions begin anew: while they waited none could end.
 */
export function propagateAssignment(step: Step, error: ErrorCode, assignments: readonly MemberAssignment[]): void {
  const { work, group } = step;
  assert(group.state === 'CompletingRebalance', () => `group ${group.groupId} is ${group.state}: no assignment is due`);
  const given: { [memberId: string]: MemberAssignment['assignment'] } = {};
  for (const { memberId, assignment } of assignments) given[memberId] = assignment;
  const members: ClassicMember[] = [];
  for (const member of group.members) {
    const assignment = error === 'NONE' ? (given[member.memberId] ?? EMPTY_ASSIGNMENT) : EMPTY_ASSIGNMENT;
    const now: ClassicMember = { ...member, assignment, awaitingSync: null };
    members.push(now);
    if (member.awaitingSync === null) continue;
    const response = error === 'NONE' ? syncAnswer(group, now) : syncError(error);
    answer(work, member.awaitingSync, group.groupId, member.memberId, response);
    renewSession(work, group.groupId, member);
  }
  step.group = { ...group, members, storing: null };
}
