import type { GroupEntry } from '../broker/groups/state.ts';
import type { ClassicMember } from '../group/classic/state.ts';
import type { ConsumerGroupMember, PartitionsByTopic } from '../group/modern/state.ts';
import type { TopicPartitions } from '../protocol/group.ts';
import type { Micros } from '../time.ts';

/** A member of a group as the coordinator has it; the member itself may believe otherwise. */
export interface MemberView {
  readonly memberId: string;
  /** group.instance.id; null: a dynamic member. */
  readonly instanceId: string | null;
  readonly clientId: string;
  /** Its member epoch; with the classic protocol all are of the group's generation: -1. */
  readonly epoch: number;
  /** What it may consume. */
  readonly assigned: readonly TopicPartitions[];
  /** What it has yet to give back (consumer protocol). */
  readonly revoking: readonly TopicPartitions[];
  /** What it waits for an answer to; null: nothing. */
  readonly waitsFor: 'join' | 'sync' | null;
  /** Of a member with the consumer protocol: how far it has come; null with the classic one. */
  readonly state: string | null;
  /** When it is given up if it is not heard of; null: its silence is allowed now. */
  readonly sessionDeadline: Micros | null;
  /** When it is given up if it has not joined again, or given back what it must; null: nothing of the kind is asked of it. */
  readonly rebalanceDeadline: Micros | null;
}

/** The members of a group. */
export function memberViews({ group, timers }: GroupEntry): readonly MemberView[] {
  const at = (name: string): Micros | null => timers.find((timer) => timer.name === name)?.at ?? null;
  if (group === null) return [];
  if (group.protocol === 'classic') {
    return group.members.map((member) => classicView(member, at(`session-${member.memberId}`)));
  }
  return Object.values(group.members).map((member) => modernView(member, at));
}

function classicView(member: ClassicMember, sessionDeadline: Micros | null): MemberView {
  const { memberId, groupInstanceId, clientId, assignment, awaitingJoin, awaitingSync } = member;
  return {
    memberId,
    instanceId: groupInstanceId,
    clientId,
    epoch: -1,
    assigned: assignment.assignedPartitions,
    revoking: [],
    waitsFor: awaitingJoin !== null ? 'join' : awaitingSync !== null ? 'sync' : null,
    state: null,
    sessionDeadline,
    rebalanceDeadline: null,
  };
}

function modernView(member: ConsumerGroupMember, at: (name: string) => Micros | null): MemberView {
  const { memberId, instanceId, clientId, memberEpoch, state, assignedPartitions, partitionsPendingRevocation } =
    member;
  return {
    memberId,
    instanceId,
    clientId,
    epoch: memberEpoch,
    assigned: listOf(assignedPartitions),
    revoking: listOf(partitionsPendingRevocation),
    waitsFor: null,
    state,
    sessionDeadline: at(`session-${memberId}`),
    rebalanceDeadline: at(`rebalance-${memberId}`),
  };
}

function listOf(partitions: PartitionsByTopic): readonly TopicPartitions[] {
  return Object.keys(partitions).map((topic) => ({ topic, partitions: partitions[topic] ?? [] }));
}
