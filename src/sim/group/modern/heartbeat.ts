import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../protocol/group.ts';
import { isOff } from '../../safety.ts';
import { toMs } from '../../time.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { Asker, GroupWork } from '../work.ts';
import { reconciled, type Target } from './current-assignment.ts';
import { findMember, type Found } from './find-member.ts';
import { currentAssignmentRecord, metadataRecord, toldBy } from './member.ts';
import { cancelTimers, rebalanceTimer, scheduleRebalance, scheduleSession } from './member-timers.ts';
import { NO_PARTITIONS, samePartitions, toWire } from './partitions.ts';
import { accepted } from './response.ts';
import type { ConsumerGroup, ConsumerGroupMember } from './state.ts';
import { store } from './store.ts';
import {
  groupEpochRecord,
  isOutdated,
  metadataOf,
  metadataRecordOf,
  sameMetadata,
  topicsAfter,
} from './subscription.ts';
import { makeTarget } from './target.ts';
import type { Reason } from './tell.ts';

/**
 * A heartbeat of a member that joins or stays (GroupMetadataManager.consumerGroupHeartbeat): what it says of itself is kept; the group
 * epoch grows when subscriptions or partition counts have changed; a target is made for a new group epoch; and the member goes one step
 * towards its own. All of it is one batch of records, and mostly there is none.
 * @returns NONE when the answer will leave, or what the client is told instead
 */
export function heartbeat(work: GroupWork, to: Asker, request: ConsumerGroupHeartbeatRequest): ErrorCode {
  const found = findMember(work, request);
  if (typeof found === 'string') return found;
  const { group, member, replaced } = found;
  const { groupId } = group;
  const records: CoordinatorRecord[] = [...found.records];

  const told = toldBy(member, request, `/${work.turn.nameOf(to.peer)}`);
  const isNew = group.members[member.memberId] === undefined;
  if (told !== member || isNew) records.push(metadataRecord(groupId, told));
  const epoch = bumpEpoch(work, group, member, told, records);
  const target = targetFor(work, group, told, epoch, records);
  if (target === null) return 'UNKNOWN_SERVER_ERROR';
  const updated = reconciled(owners(work, group), told, target, request.topicPartitions);
  const moved = !sameProgress(told, updated);
  if (moved) records.push(currentAssignmentRecord(groupId, updated));

  const response = accepted({
    memberId: updated.memberId,
    memberEpoch: updated.memberEpoch,
    heartbeatIntervalMs: toMs(work.settings.consumerHeartbeatInterval),
    assignment: tellsAssignment(request, member, updated) ? toWire(updated.assignedPartitions) : null,
  });
  const reason: Reason = { why: whyOf(found, isNew, member, told, epoch), replaced, assignor: target.assignor };
  const error = store(work, groupId, records, [{ type: 'respond', to, response }], reason);
  if (error !== 'NONE') return error;
  if (replaced !== null) cancelTimers(work, groupId, replaced.memberId);
  scheduleSession(work, groupId, updated.memberId);
  if (moved && updated.state === 'UNREVOKED_PARTITIONS') scheduleRebalance(work, groupId, updated);
  else if (moved) work.cancel(groupId, rebalanceTimer(updated.memberId));
  return 'NONE';
}

/** Whose partitions are whose; with the rule switched off all are free. */
function owners(work: GroupWork, group: ConsumerGroup): ConsumerGroup {
  return isOff(work.turn.setup, 'revokedFirst') ? { ...group, partitionEpochs: {} } : group;
}

interface Epoch {
  readonly groupEpoch: number;
  readonly bumpedBy: 'subscription' | 'partitions' | null;
  readonly topics: ConsumerGroup['subscribedTopicNames'];
  readonly metadata: ConsumerGroup['subscriptionMetadata'];
}

/** The group epoch, and what members subscribe to, with the member as it is now; records of what has changed. */
function bumpEpoch(
  work: GroupWork,
  group: ConsumerGroup,
  member: ConsumerGroupMember,
  told: ConsumerGroupMember,
  records: CoordinatorRecord[],
): Epoch {
  const { groupId, groupEpoch, subscribedTopicNames: topics, subscriptionMetadata } = group;
  const changed = told.subscribedTopicNames !== member.subscribedTopicNames;
  if (!changed && !isOutdated(work, topics, subscriptionMetadata))
    return { groupEpoch, bumpedBy: null, topics, metadata: subscriptionMetadata };
  const after = changed ? topicsAfter(topics, member, told) : topics;
  const metadata = metadataOf(work, after);
  const same = sameMetadata(metadata, subscriptionMetadata);
  if (!same) records.push(metadataRecordOf(groupId, metadata));
  if (!changed && same) return { groupEpoch, bumpedBy: null, topics: after, metadata };
  records.push(groupEpochRecord(groupId, groupEpoch + 1));
  return { groupEpoch: groupEpoch + 1, bumpedBy: changed ? 'subscription' : 'partitions', topics: after, metadata };
}

/** The member's target: a new one when the group epoch is ahead of the target's. null: no assignor can make it */
function targetFor(
  work: GroupWork,
  group: ConsumerGroup,
  told: ConsumerGroupMember,
  { groupEpoch, topics, metadata }: Epoch,
  records: CoordinatorRecord[],
): (Target & { readonly assignor: string | null }) | null {
  if (groupEpoch <= group.targetAssignmentEpoch) {
    const partitions = group.targetAssignment[told.memberId] ?? NO_PARTITIONS;
    return { epoch: group.targetAssignmentEpoch, partitions, assignor: null };
  }
  const made = makeTarget(work.settings, group, groupEpoch, told, topics, metadata);
  if (made === null) return null;
  records.push(...made.records);
  return { epoch: groupEpoch, partitions: made.of(told.memberId), assignor: made.assignor };
}

/** Only what has changed is told, and everything to who joins, or says everything itself because an answer may have been lost. */
function tellsAssignment(
  { memberEpoch, rebalanceTimeoutMs, subscribedTopicNames, topicPartitions }: ConsumerGroupHeartbeatRequest,
  before: ConsumerGroupMember,
  after: ConsumerGroupMember,
): boolean {
  const full = rebalanceTimeoutMs !== -1 && subscribedTopicNames !== null && topicPartitions !== null;
  return memberEpoch === 0 || full || !samePartitions(before.assignedPartitions, after.assignedPartitions);
}

function sameProgress(a: ConsumerGroupMember, b: ConsumerGroupMember): boolean {
  if (a === b) return true;
  return (
    a.memberEpoch === b.memberEpoch &&
    a.previousMemberEpoch === b.previousMemberEpoch &&
    a.state === b.state &&
    samePartitions(a.assignedPartitions, b.assignedPartitions) &&
    samePartitions(a.partitionsPendingRevocation, b.partitionsPendingRevocation)
  );
}

function whyOf(
  { replaced }: Found,
  isNew: boolean,
  member: ConsumerGroupMember,
  told: ConsumerGroupMember,
  { bumpedBy }: Epoch,
): Reason['why'] {
  if (isNew) return 'joined';
  if (replaced !== null) return 'rejoined';
  if (told.subscribedTopicNames !== member.subscribedTopicNames) return 'subscription changed';
  return bumpedBy === 'partitions' ? 'partitions changed' : 'reconciled';
}
