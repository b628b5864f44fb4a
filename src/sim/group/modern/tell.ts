import type { CoordinatorRecord } from '../records.ts';
import type { GroupWork } from '../work.ts';
import { memberOf, newGroup } from './member.ts';
import { samePartitions, toWire } from './partitions.ts';
import type { ConsumerGroup, ConsumerGroupMember } from './state.ts';

type Gone = 'left' | 'session expired' | 'revocation timeout';

/** Why a group changes, for the reader; and what no record says. */
export interface Reason {
  /** A word that the readers' sentences know. */
  readonly why: 'joined' | 'rejoined' | 'subscription changed' | 'partitions changed' | 'reconciled' | Gone;
  /** Why a member is removed, when one is. */
  readonly removed?: 'left' | 'session' | 'revocation';
  /** The static member whose place another takes. */
  readonly replaced?: ConsumerGroupMember | null;
  /** The assignor that made the target. */
  readonly assignor?: string | null;
}

/** Entries about what records have changed; those whom no record names are not looked at. */
export function tellChanges(
  work: GroupWork,
  known: ConsumerGroup | null,
  after: ConsumerGroup | null,
  records: readonly CoordinatorRecord[],
  reason: Reason,
): void {
  if (after === null) return;
  const before = known ?? newGroup(after.groupId);
  const members: string[] = [];
  for (const { type, key } of records) {
    if (type !== 'ConsumerGroupMemberMetadata' && type !== 'ConsumerGroupCurrentMemberAssignment') continue;
    if (!members.includes(key.memberId)) members.push(key.memberId);
  }
  const { turn } = work;
  const { groupId: group, groupEpoch, targetAssignmentEpoch } = after;
  for (const member of members) tellMembership(work, before, after, member, reason);
  if (groupEpoch !== before.groupEpoch) turn.emit('GroupEpochBumped', { group, epoch: groupEpoch, why: reason.why });
  if (targetAssignmentEpoch !== before.targetAssignmentEpoch) tellTarget(work, after, records, reason);
  for (const member of members) tellProgress(work, before, after, member);
  if (after.state !== before.state)
    turn.emit('GroupStateChanged', {
      group,
      from: before.state,
      to: after.state,
      generation: groupEpoch,
      why: whyState(before, after, reason),
    });
}

function whyState(before: ConsumerGroup, after: ConsumerGroup, { why }: Reason): string {
  if (after.state === 'Empty') return 'no members';
  if (after.state === 'Stable') return 'reconciled';
  return after.state === 'Reconciling' && after.targetAssignmentEpoch !== before.targetAssignmentEpoch
    ? 'new target'
    : why;
}

function tellMembership(
  work: GroupWork,
  before: ConsumerGroup,
  after: ConsumerGroup,
  memberId: string,
  { removed, replaced }: Reason,
): void {
  const { turn } = work;
  const { groupId: group } = after;
  const was = memberOf(before, memberId);
  const is = memberOf(after, memberId);
  const members = Object.keys(after.members).length;
  if (was === null && is !== null) {
    if (replaced !== undefined && replaced !== null) {
      const { memberId: previous, instanceId } = replaced;
      turn.emit('StaticMemberReplaced', { group, instance: instanceId ?? '', member: memberId, previous });
    } else turn.emit('MemberJoined', { group, member: memberId, instance: is.instanceId, members });
  }
  if (was !== null && is === null && memberId !== replaced?.memberId)
    turn.emit('MemberRemoved', { group, member: memberId, why: removed ?? 'left', members });
}

function tellTarget(
  work: GroupWork,
  { groupId: group, targetAssignmentEpoch: epoch }: ConsumerGroup,
  records: readonly CoordinatorRecord[],
  { assignor }: Reason,
): void {
  const changes: { readonly member: string; readonly partitions: ReturnType<typeof toWire> }[] = [];
  for (const { type, key, value } of records) {
    if (type === 'ConsumerGroupTargetAssignmentMember' && value !== null)
      changes.push({ member: key.memberId, partitions: [...value.topicPartitions] });
  }
  work.turn.emit('TargetAssigned', { group, epoch, assignor: assignor ?? '', changes });
}

/** What a member has, and has to give back, by now. */
function tellProgress(work: GroupWork, before: ConsumerGroup, after: ConsumerGroup, memberId: string): void {
  const was = memberOf(before, memberId);
  const is = memberOf(after, memberId);
  if (is === null) return;
  const { groupId: group } = after;
  if (is.memberEpoch === -2) {
    if (was?.memberEpoch !== -2)
      work.turn.emit('StaticMemberAway', { group, member: memberId, instance: is.instanceId ?? '' });
    return;
  }
  const same =
    was !== null &&
    was.memberEpoch === is.memberEpoch &&
    was.state === is.state &&
    samePartitions(was.assignedPartitions, is.assignedPartitions) &&
    samePartitions(was.partitionsPendingRevocation, is.partitionsPendingRevocation);
  if (same) return;
  work.turn.emit('MemberReconciled', {
    group,
    member: memberId,
    epoch: is.memberEpoch,
    from: was?.state ?? '',
    to: is.state,
    assigned: toWire(is.assignedPartitions),
    revoking: toWire(is.partitionsPendingRevocation),
  });
}
