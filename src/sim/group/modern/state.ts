/** Partitions by topic: topics in order of their names, partition numbers ascending, no topic without partitions. */
export type PartitionsByTopic = Readonly<Record<string, readonly number[]>>;

/** Of a group: what `ConsumerGroup.maybeUpdateGroupState` makes of it (group coordinator's `ConsumerGroupState`). */
export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable' | 'Dead';

/** Of a member (`modern.MemberState`). */
export type MemberState = 'STABLE' | 'UNREVOKED_PARTITIONS' | 'UNRELEASED_PARTITIONS';

/** A member of a group of the consumer protocol (org.apache.kafka.coordinator.group.modern.consumer.ConsumerGroupMember). */
export interface ConsumerGroupMember {
  readonly memberId: string;
  /** -1: it is leaving; -2: a static member that is away for a while. */
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  /** Milliseconds; -1: not told. */
  readonly rebalanceTimeoutMs: number;
  readonly clientId: string;
  readonly clientHost: string;
  /** In order of their names, each once. */
  readonly subscribedTopicNames: readonly string[];
  /** The assignor it wishes for; null: the broker's default. */
  readonly serverAssignor: string | null;
  /** What it may consume: nobody else gets it before this member has given it back. */
  readonly assignedPartitions: PartitionsByTopic;
  /** What it must give back before it gets the next epoch. */
  readonly partitionsPendingRevocation: PartitionsByTopic;
}

/** A group of the consumer protocol, KIP-848 (org.apache.kafka.coordinator.group.modern.consumer.ConsumerGroup). */
export interface ConsumerGroup {
  readonly protocol: 'consumer';
  readonly groupId: string;
  readonly state: ConsumerGroupState;
  /** Grows when members, subscriptions or the topics' partition counts change. */
  readonly groupEpoch: number;
  /** The group epoch that the target assignment was made for. */
  readonly targetAssignmentEpoch: number;
  /** By member id. */
  readonly members: Readonly<Record<string, ConsumerGroupMember>>;
  /** Member ids by instance id (static members). */
  readonly staticMembers: Readonly<Record<string, string>>;
  /** By topic: how many members subscribe to it. */
  readonly subscribedTopicNames: Readonly<Record<string, number>>;
  /** Partition counts of the topics that members subscribe to and that are there, as they were at this group epoch. */
  readonly subscriptionMetadata: Readonly<Record<string, number>>;
  /** By member id: where each member is to arrive. */
  readonly targetAssignment: Readonly<Record<string, PartitionsByTopic>>;
  /** By topic and partition: the member epoch of who owns it or has yet to give it back; -1 (or past the end): nobody. */
  readonly partitionEpochs: Readonly<Record<string, readonly number[]>>;
}
