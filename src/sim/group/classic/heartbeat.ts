import type { ErrorCode } from '../../protocol/errors.ts';
import type { HeartbeatRequest } from '../../protocol/group.ts';
import type { Group } from '../group.ts';
import type { Asker, GroupWork } from '../work.ts';
import { memberOf, validateMember } from './members.ts';
import type { ClassicGroup } from './state.ts';
import { answer, renewSession } from './step.ts';

/** GroupMetadataManager.classicGroupHeartbeat: also how members learn of a rebalance. Changes nothing but the session's timer. */
export function handleHeartbeat(work: GroupWork, to: Asker, request: HeartbeatRequest, group: Group | null): void {
  const { groupId, memberId } = request;
  const errorCode =
    group === null || group.protocol !== 'classic' ? 'UNKNOWN_MEMBER_ID' : heartbeat(work, group, request);
  answer(work, to, groupId, memberId, { type: 'HeartbeatResponse', errorCode });
}

function heartbeat(work: GroupWork, group: ClassicGroup, request: HeartbeatRequest): ErrorCode {
  const { memberId } = request;
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  const error = validateMember(group, memberId, request.groupInstanceId);
  if (error !== 'NONE') return error;
  if (request.generationId !== group.generation) return 'ILLEGAL_GENERATION';
  const member = memberOf(group, memberId);
  if (member === null) return 'UNKNOWN_MEMBER_ID';
  renewSession(work, group.groupId, member);
  // While the assignment is awaited heartbeats are as good as ever.
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}
