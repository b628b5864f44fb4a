import type { ErrorCode } from './errors.ts';

/*
 * What members of consumer groups and the groups' coordinators say to each other. Names and fields are those of Kafka's message definitions
 * (clients/src/main/resources/common/message), without the fields that decide nothing here. What Kafka sends as bytes in the protocol's own
 * encoding (a member's subscription, its assignment) is the value that those bytes stand for.
 */

export interface FindCoordinatorRequest {
  readonly type: 'FindCoordinatorRequest';
  /** 0: a group. */
  readonly keyType: 0;
  readonly coordinatorKeys: readonly string[];
}
export interface FindCoordinatorResponse {
  readonly type: 'FindCoordinatorResponse';
  readonly coordinators: readonly {
    readonly key: string;
    /** -1 with an error. */
    readonly nodeId: number;
    readonly errorCode: ErrorCode;
  }[];
}

/** Some partitions of one topic; partition numbers ascending unless their order means something. */
export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** ConsumerProtocolSubscription: what a member tells the group's leader about itself. */
export interface ConsumerProtocolSubscription {
  readonly topics: readonly string[];
  readonly ownedPartitions: readonly TopicPartitions[];
  /** The generation in which it owned them; -1: none. */
  readonly generationId: number;
  readonly rackId: string | null;
}
/** ConsumerProtocolAssignment. */
export interface ConsumerProtocolAssignment {
  readonly assignedPartitions: readonly TopicPartitions[];
}

export interface JoinGroupRequest {
  readonly type: 'JoinGroupRequest';
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** '': not known yet. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** What Kafka has in the request's header: the coordinator makes the member id from it. */
  readonly clientId: string;
  readonly protocolType: string;
  /** Assignors in the member's order of preference. */
  readonly protocols: readonly { readonly name: string; readonly metadata: ConsumerProtocolSubscription }[];
  /** Does the client know MEMBER_ID_REQUIRED (JoinGroup from version 4, KIP-394)? */
  readonly knownMemberIdRequired: boolean;
  /** Does the client know `skipAssignment` (JoinGroup from version 9, KIP-814; Java from 3.2)? Brokers of 2.8 do not, whatever it says. */
  readonly supportsSkippingAssignment: boolean;
  readonly reason: string;
}
export interface JoinGroupResponse {
  readonly type: 'JoinGroupResponse';
  readonly errorCode: ErrorCode;
  /** -1 with an error. */
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly memberId: string;
  /** Empty for all but the leader. */
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: ConsumerProtocolSubscription;
  }[];
}

export interface SyncGroupRequest {
  readonly type: 'SyncGroupRequest';
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** Empty from all but the leader. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: ConsumerProtocolAssignment }[];
}
export interface SyncGroupResponse {
  readonly type: 'SyncGroupResponse';
  readonly errorCode: ErrorCode;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: ConsumerProtocolAssignment;
}

export interface HeartbeatRequest {
  readonly type: 'HeartbeatRequest';
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}
export interface HeartbeatResponse {
  readonly type: 'HeartbeatResponse';
  readonly errorCode: ErrorCode;
}

export interface LeaveGroupRequest {
  readonly type: 'LeaveGroupRequest';
  readonly groupId: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly reason: string;
  }[];
}
export interface LeaveGroupResponse {
  readonly type: 'LeaveGroupResponse';
  readonly errorCode: ErrorCode;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly errorCode: ErrorCode;
  }[];
}

export interface OffsetCommitRequest {
  readonly type: 'OffsetCommitRequest';
  readonly groupId: string;
  /** The generation, or the member epoch (KIP-848); -1: from outside the group. */
  readonly generationIdOrMemberEpoch: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly committedOffset: number;
      readonly committedLeaderEpoch: number;
      readonly committedMetadata: string;
    }[];
  }[];
}
export interface OffsetCommitResponse {
  readonly type: 'OffsetCommitResponse';
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: ErrorCode }[];
  }[];
}

export interface OffsetFetchRequest {
  readonly type: 'OffsetFetchRequest';
  readonly groupId: string;
  /** With KIP-848's protocol, else null and -1. */
  readonly memberId: string | null;
  readonly memberEpoch: number;
  /** null: all that the group has committed. */
  readonly topics: readonly { readonly name: string; readonly partitionIndexes: readonly number[] }[] | null;
  readonly requireStable: boolean;
}
export interface OffsetFetchResponse {
  readonly type: 'OffsetFetchResponse';
  readonly errorCode: ErrorCode;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      /** -1: nothing committed. */
      readonly committedOffset: number;
      readonly committedLeaderEpoch: number;
      readonly metadata: string;
      readonly errorCode: ErrorCode;
    }[];
  }[];
}

/** KIP-848. A field that is null has not changed since the member's last heartbeat. */
export interface ConsumerGroupHeartbeatRequest {
  readonly type: 'ConsumerGroupHeartbeatRequest';
  readonly groupId: string;
  readonly memberId: string;
  /** 0: join; -1: leave; -2: a static member leaves for a while. */
  readonly memberEpoch: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  /** -1: not changed. */
  readonly rebalanceTimeoutMs: number;
  readonly subscribedTopicNames: readonly string[] | null;
  readonly serverAssignor: string | null;
  /** What it owns. */
  readonly topicPartitions: readonly TopicPartitions[] | null;
  /** What Kafka has in the request's header. */
  readonly clientId: string;
}
export interface ConsumerGroupHeartbeatResponse {
  readonly type: 'ConsumerGroupHeartbeatResponse';
  readonly errorCode: ErrorCode;
  readonly memberId: string | null;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  /** null: as before. */
  readonly assignment: readonly TopicPartitions[] | null;
}

export interface DeleteGroupsRequest {
  readonly type: 'DeleteGroupsRequest';
  readonly groupsNames: readonly string[];
}
export interface DeleteGroupsResponse {
  readonly type: 'DeleteGroupsResponse';
  readonly results: readonly { readonly groupId: string; readonly errorCode: ErrorCode }[];
}

export type GroupRequest =
  | JoinGroupRequest
  | SyncGroupRequest
  | HeartbeatRequest
  | LeaveGroupRequest
  | OffsetCommitRequest
  | OffsetFetchRequest
  | ConsumerGroupHeartbeatRequest
  | DeleteGroupsRequest;

export type GroupResponse =
  | JoinGroupResponse
  | SyncGroupResponse
  | HeartbeatResponse
  | LeaveGroupResponse
  | OffsetCommitResponse
  | OffsetFetchResponse
  | ConsumerGroupHeartbeatResponse
  | DeleteGroupsResponse;

export type GroupBody = FindCoordinatorRequest | FindCoordinatorResponse | GroupRequest | GroupResponse;
