import type { ErrorCode } from '../../protocol/errors.ts';
import type { JoinGroupResponse, SyncGroupResponse } from '../../protocol/group.ts';
import { metadataFor } from './protocols.ts';
import { EMPTY_ASSIGNMENT, type ClassicGroup, type ClassicMember } from './state.ts';

/** A JoinGroup that did not succeed; `memberId` is the id that the client shall have from now on ('': none). */
export function joinError(memberId: string, errorCode: ErrorCode): JoinGroupResponse {
  return {
    type: 'JoinGroupResponse',
    errorCode,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  };
}

/** What a member is told of the generation: only the leader learns of the others. */
export function joinAnswer(group: ClassicGroup, memberId: string, skipAssignment = false): JoinGroupResponse {
  return {
    type: 'JoinGroupResponse',
    errorCode: 'NONE',
    generationId: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leaderId ?? '',
    skipAssignment,
    memberId,
    members: group.leaderId === memberId ? memberList(group) : [],
  };
}

function memberList(group: ClassicGroup): JoinGroupResponse['members'] {
  const { protocolName } = group;
  if (protocolName === null) return [];
  return group.members.map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataFor(member, protocolName),
  }));
}

/** A SyncGroup that did not succeed. */
export function syncError(errorCode: ErrorCode): SyncGroupResponse {
  return {
    type: 'SyncGroupResponse',
    errorCode,
    protocolType: null,
    protocolName: null,
    assignment: EMPTY_ASSIGNMENT,
  };
}

/** A member's assignment of this generation. */
export function syncAnswer(group: ClassicGroup, member: ClassicMember): SyncGroupResponse {
  return {
    type: 'SyncGroupResponse',
    errorCode: 'NONE',
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    assignment: member.assignment,
  };
}
