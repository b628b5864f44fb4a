import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription, TopicPartitions } from '../protocol/group.ts';

/*
 * The records of __consumer_offsets: everything that outlives a coordinator (group-coordinator/src/main/resources/common/message, by the
 * names of their definitions). Each is a key and a value; a value of null is a tombstone: what the key stood for is gone.
 */

export type CoordinatorRecord =
  | { readonly type: 'OffsetCommit'; readonly key: OffsetCommitKey; readonly value: OffsetCommitValue | null }
  | { readonly type: 'GroupMetadata'; readonly key: GroupKey; readonly value: GroupMetadataValue | null }
  | {
      readonly type: 'ConsumerGroupMetadata';
      readonly key: GroupKey;
      readonly value: { readonly epoch: number } | null;
    }
  | {
      readonly type: 'ConsumerGroupPartitionMetadata';
      readonly key: GroupKey;
      readonly value: {
        readonly topics: readonly { readonly topicName: string; readonly numPartitions: number }[];
      } | null;
    }
  | {
      readonly type: 'ConsumerGroupMemberMetadata';
      readonly key: MemberKey;
      readonly value: ConsumerGroupMemberMetadataValue | null;
    }
  | {
      readonly type: 'ConsumerGroupTargetAssignmentMetadata';
      readonly key: GroupKey;
      readonly value: { readonly assignmentEpoch: number } | null;
    }
  | {
      readonly type: 'ConsumerGroupTargetAssignmentMember';
      readonly key: MemberKey;
      readonly value: { readonly topicPartitions: readonly TopicPartitions[] } | null;
    }
  | {
      readonly type: 'ConsumerGroupCurrentMemberAssignment';
      readonly key: MemberKey;
      readonly value: ConsumerGroupCurrentMemberAssignmentValue | null;
    };

export interface GroupKey {
  readonly group: string;
}
export interface MemberKey {
  readonly groupId: string;
  readonly memberId: string;
}
export interface OffsetCommitKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

export interface OffsetCommitValue {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  /** Milliseconds. */
  readonly commitTimestamp: number;
}

export interface GroupMetadataValue {
  readonly protocolType: string;
  readonly generation: number;
  readonly protocol: string | null;
  readonly leader: string | null;
  /** Milliseconds; when it became what it is (for offsets' expiry). */
  readonly currentStateTimestamp: number;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly clientId: string;
    readonly clientHost: string;
    readonly rebalanceTimeout: number;
    readonly sessionTimeout: number;
    readonly subscription: ConsumerProtocolSubscription;
    readonly assignment: ConsumerProtocolAssignment;
  }[];
}

export interface ConsumerGroupMemberMetadataValue {
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: readonly string[];
  readonly rebalanceTimeoutMs: number;
  readonly serverAssignor: string | null;
}

export interface ConsumerGroupCurrentMemberAssignmentValue {
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: 'STABLE' | 'UNREVOKED_PARTITIONS' | 'UNRELEASED_PARTITIONS';
  readonly assignedPartitions: readonly TopicPartitions[];
  readonly partitionsPendingRevocation: readonly TopicPartitions[];
}
