import type { ConsumerGroupHeartbeatRequest } from '../../protocol/group.ts';
import type {
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupMemberMetadataValue,
  CoordinatorRecord,
} from '../records.ts';
import { fromWire, NO_PARTITIONS, sameNames, sortedNames, toWire } from './partitions.ts';
import type { ConsumerGroup, ConsumerGroupMember } from './state.ts';

/** The member epoch with which a member leaves; a member with it in a group is on its way out. */
export const LEAVE_GROUP_MEMBER_EPOCH = -1;
/** The member epoch with which a static member leaves for a while. */
export const LEAVE_GROUP_STATIC_MEMBER_EPOCH = -2;

/** A member of which nothing is known but its id (ConsumerGroupMember.Builder). */
export function newMember(memberId: string): ConsumerGroupMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: 'STABLE',
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    clientId: '',
    clientHost: '',
    subscribedTopicNames: [],
    serverAssignor: null,
    assignedPartitions: NO_PARTITIONS,
    partitionsPendingRevocation: NO_PARTITIONS,
  };
}

/** A group without anybody. */
export function newGroup(groupId: string): ConsumerGroup {
  return {
    protocol: 'consumer',
    groupId,
    state: 'Empty',
    groupEpoch: 0,
    targetAssignmentEpoch: 0,
    members: {},
    staticMembers: {},
    subscribedTopicNames: {},
    subscriptionMetadata: {},
    targetAssignment: {},
    partitionEpochs: {},
  };
}

/** The member of an id; null: none. */
export function memberOf(group: ConsumerGroup, memberId: string): ConsumerGroupMember | null {
  return Object.hasOwn(group.members, memberId) ? (group.members[memberId] ?? null) : null;
}

/** The static member of an instance id; null: none. */
export function staticMemberOf(group: ConsumerGroup, instanceId: string): ConsumerGroupMember | null {
  if (!Object.hasOwn(group.staticMembers, instanceId)) return null;
  return memberOf(group, group.staticMembers[instanceId] ?? '');
}

/** What a heartbeat tells of its member. @returns the same member when that is nothing new */
export function toldBy(
  member: ConsumerGroupMember,
  request: ConsumerGroupHeartbeatRequest,
  clientHost: string,
): ConsumerGroupMember {
  const { instanceId, rackId, rebalanceTimeoutMs, serverAssignor, clientId, subscribedTopicNames } = request;
  const topics = subscribedTopicNames === null ? member.subscribedTopicNames : sortedNames(subscribedTopicNames);
  const told = {
    instanceId: instanceId ?? member.instanceId,
    rackId: rackId ?? member.rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : rebalanceTimeoutMs,
    serverAssignor: serverAssignor ?? member.serverAssignor,
    clientId,
    clientHost,
    subscribedTopicNames: sameNames(topics, member.subscribedTopicNames) ? member.subscribedTopicNames : topics,
  };
  const fields = Object.keys(told) as (keyof typeof told)[];
  return fields.every((field) => told[field] === member[field]) ? member : { ...member, ...told };
}

/** What is kept of a member's own words. */
export function metadataRecord(groupId: string, member: ConsumerGroupMember): CoordinatorRecord {
  const { memberId, instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, serverAssignor } = member;
  const { subscribedTopicNames } = member;
  return {
    type: 'ConsumerGroupMemberMetadata',
    key: { groupId, memberId },
    value: { instanceId, rackId, clientId, clientHost, subscribedTopicNames, rebalanceTimeoutMs, serverAssignor },
  };
}

/** What is kept of how far a member has come. */
export function currentAssignmentRecord(groupId: string, member: ConsumerGroupMember): CoordinatorRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state } = member;
  return {
    type: 'ConsumerGroupCurrentMemberAssignment',
    key: { groupId, memberId },
    value: {
      memberEpoch,
      previousMemberEpoch,
      state,
      assignedPartitions: toWire(member.assignedPartitions),
      partitionsPendingRevocation: toWire(member.partitionsPendingRevocation),
    },
  };
}

/** A member with what the records say of it. */
export function withMetadata(
  member: ConsumerGroupMember,
  value: ConsumerGroupMemberMetadataValue,
): ConsumerGroupMember {
  return { ...member, ...value };
}
export function withCurrentAssignment(
  member: ConsumerGroupMember,
  value: ConsumerGroupCurrentMemberAssignmentValue,
): ConsumerGroupMember {
  return {
    ...member,
    ...value,
    assignedPartitions: fromWire(value.assignedPartitions),
    partitionsPendingRevocation: fromWire(value.partitionsPendingRevocation),
  };
}
