import type { TopicRacks } from './racks.ts';
import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from '../../protocol/group.ts';

/** A member of the group as the leader knows it from JoinGroupResponse; what is asked of it is `metadata` there. */
export interface AssignorMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly subscription: ConsumerProtocolSubscription;
}

/** What each member gets: the assignments of a SyncGroupRequest, members in code-unit order of their ids. */
export type GroupAssignment = readonly {
  readonly memberId: string;
  readonly assignment: ConsumerProtocolAssignment;
}[];

/**
 * `2.8`: before members' quotas (KAFKA-12675, 12841) and claims by generation. `librdkafka` and `kafka-python`: as they were first, one way
 * for all subscriptions (KIP-54), each with an order of its own.
 */
export type StickyRules = '2.8' | 'librdkafka' | 'kafka-python';

/** What a leader's client brings with it. */
export interface Sharing {
  /** Racks of replicas; null, or missing: it does not look at racks. */
  readonly racks?: TopicRacks | null;
  /** How old its sticky assignors are; missing: not at all. */
  readonly sticky?: StickyRules;
}

/** How a leader shares partitions out (org.apache.kafka.clients.consumer.ConsumerPartitionAssignor). */
export interface Assignor {
  /** What JoinGroup calls it. */
  readonly name: string;
  /** Does it know the eager protocol alone? Otherwise the cooperative one too (KIP-429). */
  readonly eager: boolean;
  /**
   * Shares out every partition of every topic that somebody is subscribed to. Pure, and independent of the order of members: where Kafka's
   * result hangs on the order of a hash table, members go by their ids, topics by their names, partitions by their numbers.
   * @param topics how many partitions a topic has; topics that metadata does not know are not there
   */
  readonly assign: (
    topics: { readonly [topic: string]: number },
    members: readonly AssignorMember[],
    sharing?: Sharing,
  ) => GroupAssignment;
}
