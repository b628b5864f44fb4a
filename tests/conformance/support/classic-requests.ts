import type {
  ConsumerProtocolAssignment,
  HeartbeatRequest,
  JoinGroupRequest,
  LeaveGroupRequest,
  OffsetCommitRequest,
  SyncGroupRequest,
} from '../../../src/sim/protocol/group.ts';

/* Requests of members of the group `g`, as Java's consumer of 3.1 sends them. */

export const GROUP = 'g';

/** What a member says of itself when it joins. */
export interface Joining {
  readonly memberId?: string;
  readonly instanceId?: string | null;
  readonly protocols?: readonly string[];
  readonly protocolType?: string;
  readonly topics?: readonly string[];
  readonly sessionTimeoutMs?: number;
  readonly rebalanceTimeoutMs?: number;
  /** Does it know MEMBER_ID_REQUIRED? */
  readonly modern?: boolean;
  readonly supportsSkippingAssignment?: boolean;
}

export function joinRequest(clientId: string, joining: Joining = {}): JoinGroupRequest {
  const { memberId = '', instanceId = null, protocols = ['range'], protocolType = 'consumer' } = joining;
  const { topics = ['t'], sessionTimeoutMs = 10_000, rebalanceTimeoutMs = 60_000, modern = true } = joining;
  return {
    type: 'JoinGroupRequest',
    groupId: GROUP,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    memberId,
    groupInstanceId: instanceId,
    clientId,
    protocolType,
    protocols: protocols.map((name) => ({
      name,
      metadata: { topics, ownedPartitions: [], generationId: -1, rackId: null },
    })),
    knownMemberIdRequired: modern,
    supportsSkippingAssignment: joining.supportsSkippingAssignment ?? false,
    reason: '',
  };
}

/** Who a member is when it asks for something. */
export interface Identity {
  readonly memberId: string;
  readonly generation: number;
  readonly instanceId: string | null;
}

export function syncRequest(
  { memberId, generation, instanceId }: Identity,
  assignments: SyncGroupRequest['assignments'] = [],
): SyncGroupRequest {
  return {
    type: 'SyncGroupRequest',
    groupId: GROUP,
    generationId: generation,
    memberId,
    groupInstanceId: instanceId,
    protocolType: 'consumer',
    protocolName: null,
    assignments,
  };
}

export function heartbeatRequest({ memberId, generation, instanceId }: Identity): HeartbeatRequest {
  return {
    type: 'HeartbeatRequest',
    groupId: GROUP,
    generationId: generation,
    memberId,
    groupInstanceId: instanceId,
  };
}

export function leaveRequest({ memberId, instanceId }: Identity): LeaveGroupRequest {
  return {
    type: 'LeaveGroupRequest',
    groupId: GROUP,
    members: [{ memberId, groupInstanceId: instanceId, reason: '' }],
  };
}

export function commitRequest({ memberId, generation, instanceId }: Identity): OffsetCommitRequest {
  const partition = { partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' };
  return {
    type: 'OffsetCommitRequest',
    groupId: GROUP,
    generationIdOrMemberEpoch: generation,
    memberId,
    groupInstanceId: instanceId,
    topics: [{ name: 't', partitions: [partition] }],
  };
}

/** `p0,p1` as an assignment of topic `t`. */
export function assignmentOf(text: string): ConsumerProtocolAssignment {
  const partitions = text.split(',').flatMap((name) => (name === '' ? [] : [Number(name.slice(1))]));
  return { assignedPartitions: partitions.length === 0 ? [] : [{ topic: 't', partitions }] };
}

/** An assignment of topic `t` as `p0,p1`. */
export function assignmentText({ assignedPartitions }: ConsumerProtocolAssignment): string {
  return assignedPartitions.flatMap(({ partitions }) => partitions.map((partition) => `p${partition}`)).join(',');
}
