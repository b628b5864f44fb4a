import type { PartitionsByTopic } from '../state.ts';

/** What an assignor knows of a member (org.apache.kafka.coordinator.group.api.assignor.MemberSubscription and MemberAssignment). */
export interface MemberSpec {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly topics: readonly string[];
  /** Its target so far. */
  readonly previous: PartitionsByTopic;
}

/** org.apache.kafka.coordinator.group.api.assignor.GroupSpec and SubscribedTopicDescriber. */
export interface GroupSpec {
  /** In the order in which they are served: Kafka's is that of a hash table, here it is that of the member ids. */
  readonly members: readonly MemberSpec[];
  /** Does every member subscribe to the same topics? */
  readonly homogeneous: boolean;
  /** Partition counts by topic. */
  readonly partitionCounts: Readonly<Record<string, number>>;
}

/** Where each member is to arrive, by its id; null: a member subscribes to a topic that is not there (PartitionAssignorException). */
export type GroupAssignment = Readonly<Record<string, PartitionsByTopic>> | null;

/** org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor: pure. */
export interface ServerAssignor {
  readonly name: string;
  assign(spec: GroupSpec): GroupAssignment;
}

/** Is there a topic that a member subscribes to and nobody knows? */
export function hasUnknownTopic({ members, partitionCounts }: GroupSpec): boolean {
  return members.some(({ topics }) => topics.some((topic) => !Object.hasOwn(partitionCounts, topic)));
}
