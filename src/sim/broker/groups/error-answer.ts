import type { ErrorCode } from '../../protocol/errors.ts';
import type { DeleteGroupsRequest, GroupRequest, GroupResponse } from '../../protocol/group.ts';
import type { Turn } from '../../turn.ts';
import type { Seq } from '../../world.ts';

/** The answer that says nothing but why not (the getErrorResponse of Kafka's requests). */
export function refusal(request: GroupRequest, errorCode: ErrorCode): GroupResponse {
  switch (request.type) {
    case 'JoinGroupRequest':
      return {
        type: 'JoinGroupResponse',
        errorCode,
        generationId: -1,
        protocolType: null,
        protocolName: null,
        leader: '',
        skipAssignment: false,
        memberId: request.memberId,
        members: [],
      };
    case 'SyncGroupRequest':
      return {
        type: 'SyncGroupResponse',
        errorCode,
        protocolType: null,
        protocolName: null,
        assignment: { assignedPartitions: [] },
      };
    case 'HeartbeatRequest':
      return { type: 'HeartbeatResponse', errorCode };
    case 'LeaveGroupRequest':
      return { type: 'LeaveGroupResponse', errorCode, members: [] };
    case 'OffsetCommitRequest':
      return {
        type: 'OffsetCommitResponse',
        topics: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
        })),
      };
    case 'OffsetFetchRequest':
      return { type: 'OffsetFetchResponse', errorCode, topics: [] };
    case 'ConsumerGroupHeartbeatRequest':
      return {
        type: 'ConsumerGroupHeartbeatResponse',
        errorCode,
        memberId: null,
        memberEpoch: 0,
        heartbeatIntervalMs: 0,
        assignment: null,
      };
    case 'DeleteGroupsRequest':
      return { type: 'DeleteGroupsResponse', results: request.groupsNames.map((groupId) => ({ groupId, errorCode })) };
  }
}

/** Says that a member's request was refused. */
export function tellRefusal(turn: Turn, request: Exclude<GroupRequest, DeleteGroupsRequest>, error: ErrorCode): Seq {
  const member = 'memberId' in request ? (request.memberId ?? '') : (request.members[0]?.memberId ?? '');
  const api = request.type.replace(/Request$/, '');
  return turn.emit('GroupRequestRefused', { group: request.groupId, member, api, error });
}

/** An answer that was to leave when its records are committed, as it leaves when they are not. */
export function failed(response: GroupResponse, errorCode: ErrorCode): GroupResponse {
  switch (response.type) {
    case 'JoinGroupResponse':
      return {
        ...response,
        errorCode,
        generationId: -1,
        protocolType: null,
        protocolName: null,
        leader: '',
        members: [],
      };
    case 'SyncGroupResponse':
      return { ...response, errorCode, protocolType: null, protocolName: null, assignment: { assignedPartitions: [] } };
    case 'HeartbeatResponse':
      return { type: 'HeartbeatResponse', errorCode };
    case 'LeaveGroupResponse':
      return { type: 'LeaveGroupResponse', errorCode, members: [] };
    case 'OffsetCommitResponse': {
      const fail = ({ partitionIndex, errorCode: own }: { partitionIndex: number; errorCode: ErrorCode }) => ({
        partitionIndex,
        errorCode: own === 'NONE' ? errorCode : own,
      });
      const topics = response.topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(fail) }));
      return { type: 'OffsetCommitResponse', topics };
    }
    case 'OffsetFetchResponse':
      return { type: 'OffsetFetchResponse', errorCode, topics: [] };
    case 'ConsumerGroupHeartbeatResponse':
      return { ...response, errorCode, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null };
    case 'DeleteGroupsResponse': {
      const results = response.results.map((result) =>
        result.errorCode === 'NONE' ? { ...result, errorCode } : result,
      );
      return { type: 'DeleteGroupsResponse', results };
    }
  }
}
