import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import type {
  GroupResponse,
  JoinGroupRequest,
  JoinGroupResponse,
  OffsetCommitRequest,
  OffsetFetchRequest,
  SyncGroupRequest,
} from '../../../../src/sim/protocol/group.ts';

/** A commit from outside the group, by partition number. */
export function commitOf(
  groupId: string,
  topic: string,
  offsets: { readonly [partition: number]: number },
  metadata = '',
): OffsetCommitRequest {
  return {
    type: 'OffsetCommitRequest',
    groupId,
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    topics: [
      {
        name: topic,
        partitions: Object.entries(offsets).map(([partition, committedOffset]) => ({
          partitionIndex: Number(partition),
          committedOffset,
          committedLeaderEpoch: -1,
          committedMetadata: metadata,
        })),
      },
    ],
  };
}

/** A question for what is committed. */
export function fetchOf(groupId: string, topic: string, partitions: readonly number[]): OffsetFetchRequest {
  return {
    type: 'OffsetFetchRequest',
    groupId,
    memberId: null,
    memberEpoch: -1,
    topics: [{ name: topic, partitionIndexes: partitions }],
    requireStable: false,
  };
}

/** The offsets of an OffsetFetch, in the order of the answer; -1: nothing committed. */
export function committedIn(response: GroupResponse): readonly number[] {
  if (response.type !== 'OffsetFetchResponse') throw new Error(response.type);
  return response.topics.flatMap(({ partitions }) => partitions.map(({ committedOffset }) => committedOffset));
}

/** The errors of an OffsetCommit, in the order of the answer. */
export function errorsIn(response: GroupResponse): readonly ErrorCode[] {
  if (response.type !== 'OffsetCommitResponse') throw new Error(response.type);
  return response.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
}

/** A member that joins for the first time, as kafka-python 2.0.2 does: without an id, and without knowing that it must come twice. */
export function joinOf(groupId: string, clientId: string, memberId = ''): JoinGroupRequest {
  const metadata = { topics: ['t'], ownedPartitions: [], generationId: -1, rackId: null };
  return {
    type: 'JoinGroupRequest',
    groupId,
    sessionTimeoutMs: 45_000,
    rebalanceTimeoutMs: 300_000,
    memberId,
    groupInstanceId: null,
    clientId,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata }],
    knownMemberIdRequired: false,
    supportsSkippingAssignment: false,
    reason: '',
  };
}

/** What a member sends once the generation has begun; the leader with what each member is to read of `t` or others. */
export function syncOf(
  groupId: string,
  joined: JoinGroupResponse,
  given: { readonly [memberId: string]: { readonly [topic: string]: readonly number[] } } = {},
): SyncGroupRequest {
  const { generationId, memberId, protocolType, protocolName } = joined;
  const assignments = Object.entries(given).map(([id, topics]) => {
    const assignedPartitions = Object.entries(topics).map(([topic, partitions]) => ({ topic, partitions }));
    return { memberId: id, assignment: { assignedPartitions } };
  });
  const common = { groupId, generationId, memberId, groupInstanceId: null, protocolType, protocolName };
  return { type: 'SyncGroupRequest', ...common, assignments };
}
