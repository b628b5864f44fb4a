import type { TopicPartitions } from '../../protocol/group.ts';
import { isReconciledTo } from './group-state.ts';
import { nextMemberState } from './member-state.ts';
import { addTo, inOrder, NO_PARTITIONS, noLists, split, type Lists } from './partitions.ts';
import type { ConsumerGroup, ConsumerGroupMember, PartitionsByTopic } from './state.ts';

/** The target of a member, and whose epoch it is. */
export interface Target {
  readonly epoch: number;
  readonly partitions: PartitionsByTopic;
}

/**
 * The next step of a member towards its target (org.apache.kafka.coordinator.group.modern.consumer.CurrentAssignmentBuilder): first it gives
 * back what it must, at its old epoch; then it is at the target's epoch and gets what is free; then the rest, when others have given it back.
 * @param owned what the member says that it owns; null: it has not said
 * @returns the same member when there is no step to take
 */
export function reconciled(
  group: ConsumerGroup,
  member: ConsumerGroupMember,
  target: Target,
  owned: readonly TopicPartitions[] | null,
): ConsumerGroupMember {
  if (isReconciledTo(member, target.epoch)) return member;
  if (member.state !== 'UNREVOKED_PARTITIONS') return step(group, member, member.memberEpoch, target, owned);
  if (ownsAny(owned, member.partitionsPendingRevocation)) return member;
  return step(group, member, member.memberEpoch + 1, target, owned);
}

/** Does the member still own some of these? Who does not say owns them. */
function ownsAny(owned: readonly TopicPartitions[] | null, revoked: PartitionsByTopic): boolean {
  if (owned === null) return true;
  return owned.some(({ topic, partitions }) => {
    const list = revoked[topic];
    return list !== undefined && partitions.some((partition) => list.includes(partition));
  });
}

function step(
  group: ConsumerGroup,
  member: ConsumerGroupMember,
  memberEpoch: number,
  target: Target,
  owned: readonly TopicPartitions[] | null,
): ConsumerGroupMember {
  const { kept, revoked, free, unreleased } = compare(group, member.assignedPartitions, target.partitions);
  const previousMemberEpoch = member.memberEpoch;
  const partitionsPendingRevocation = inOrder(revoked);
  if (Object.keys(revoked).length > 0 && ownsAny(owned, partitionsPendingRevocation)) {
    return moved(member, {
      memberEpoch,
      previousMemberEpoch,
      state: nextMemberState(member.state, 'mustRevoke'),
      assignedPartitions: inOrder(kept),
      partitionsPendingRevocation,
    });
  }
  for (const topic of Object.keys(free)) kept[topic] = [...(kept[topic] ?? []), ...(free[topic] ?? [])];
  return moved(member, {
    memberEpoch: target.epoch,
    previousMemberEpoch,
    state: nextMemberState(member.state, unreleased ? 'mustWait' : 'arrived'),
    assignedPartitions: inOrder(kept),
    partitionsPendingRevocation: NO_PARTITIONS,
  });
}

function moved(member: ConsumerGroupMember, change: Partial<ConsumerGroupMember>): ConsumerGroupMember {
  return { ...member, ...change };
}

interface Compared {
  readonly kept: Lists;
  readonly revoked: Lists;
  readonly free: Lists;
  readonly unreleased: boolean;
}

/** What a member has against what it is to have. */
function compare(group: ConsumerGroup, assigned: PartitionsByTopic, target: PartitionsByTopic): Compared {
  const [kept, revoked, free] = [noLists(), noLists(), noLists()];
  let unreleased = false;
  for (const topic of Object.keys(assigned)) {
    const { both, only } = split(assigned[topic] ?? [], target[topic] ?? []);
    kept[topic] = both;
    if (only.length > 0) revoked[topic] = only;
  }
  for (const topic of Object.keys(target)) {
    const epochs = group.partitionEpochs[topic];
    for (const partition of split(target[topic] ?? [], assigned[topic] ?? []).only) {
      if ((epochs?.[partition] ?? -1) === -1) addTo(free, topic, partition);
      else unreleased = true;
    }
  }
  return { kept, revoked, free, unreleased };
}
