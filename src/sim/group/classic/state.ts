import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from '../../protocol/group.ts';
import type { Micros } from '../../time.ts';
import type { Asker } from '../work.ts';

/** ClassicGroupState. */
export type ClassicGroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** A group of the classic protocol (org.apache.kafka.coordinator.group.classic.ClassicGroup). */
export interface ClassicGroup {
  readonly protocol: 'classic';
  readonly groupId: string;
  readonly state: ClassicGroupState;
  readonly previousState: ClassicGroupState;
  /** When it came into its state (currentStateTimestamp); offsets expire from there when it is Empty. */
  readonly stateSince: Micros;
  /** +1 whenever a join phase is complete. */
  readonly generation: number;
  /** `consumer`; null: nobody ever joined (offsets were committed from outside). */
  readonly protocolType: string | null;
  /** The assignor that the generation agreed on. */
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  /** In the order in which they came. */
  readonly members: readonly ClassicMember[];
  /** Member ids that were given out with MEMBER_ID_REQUIRED and have not come back (pendingJoinMembers). */
  readonly pendingMembers: readonly string[];
  /** Members of the generation that have not sent SyncGroup yet (pendingSyncMembers). */
  readonly pendingSync: readonly string[];
  /** Did somebody new come since the initial rebalance delay began? Then it is prolonged. */
  readonly newMemberAdded: boolean;
  /** The initial rebalance delay under way: how long it is, and what is left of the rebalance timeout after it. */
  readonly initialDelay: { readonly delay: Micros; readonly remaining: Micros } | null;
  /** The leader's assignment while it is written and not committed yet. */
  readonly storing: StoredAssignment | null;
  /** Topics that any member subscribes to, sorted; null: not known (no protocol of type `consumer`). */
  readonly subscribedTopics: readonly string[] | null;
}

export interface StoredAssignment {
  readonly generation: number;
  readonly assignments: readonly MemberAssignment[];
}

export interface MemberAssignment {
  readonly memberId: string;
  readonly assignment: ConsumerProtocolAssignment;
}

export interface MemberProtocol {
  readonly name: string;
  readonly metadata: ConsumerProtocolSubscription;
}

/** ClassicGroupMember. */
export interface ClassicMember {
  readonly memberId: string;
  /** group.instance.id: a static member; null: a dynamic one. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeout: Micros;
  readonly sessionTimeout: Micros;
  /** Assignors in its order of preference. */
  readonly protocols: readonly MemberProtocol[];
  readonly assignment: ConsumerProtocolAssignment;
  /** Its first JoinGroup has no answer yet: it cannot send heartbeats. */
  readonly isNew: boolean;
  /** Who waits for its JoinGroup's answer; null: nobody. */
  readonly awaitingJoin: Asker | null;
  /** Who waits for its SyncGroup's answer; null: nobody. */
  readonly awaitingSync: Asker | null;
}

/** The assignment of a member that was given nothing. */
export const EMPTY_ASSIGNMENT: ConsumerProtocolAssignment = { assignedPartitions: [] };

/** A group that nobody has joined yet; also one that only holds offsets. */
export function newClassicGroup(groupId: string, now: Micros): ClassicGroup {
  return {
    protocol: 'classic',
    groupId,
    state: 'Empty',
    previousState: 'Dead',
    stateSince: now,
    generation: 0,
    protocolType: null,
    protocolName: null,
    leaderId: null,
    members: [],
    pendingMembers: [],
    pendingSync: [],
    newMemberAdded: false,
    initialDelay: null,
    storing: null,
    subscribedTopics: null,
  };
}

/** ClassicGroup.isSimpleGroup: it only holds offsets, nobody ever joined. */
export function isSimpleGroup(group: ClassicGroup): boolean {
  return group.protocolType === null && group.state === 'Empty' && group.pendingMembers.length === 0;
}
