import type { ErrorCode } from '../../protocol/errors.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { AfterCommit, GroupWork } from '../work.ts';
import { cancelTimers } from './member-timers.ts';
import { removalRecords } from './removal.ts';
import type { ConsumerGroup, ConsumerGroupMember } from './state.ts';
import { store } from './store.ts';
import { groupEpochRecord, metadataOf, metadataRecordOf, sameMetadata, topicsAfter } from './subscription.ts';

const WHY = { left: 'left', session: 'session expired', revocation: 'revocation timeout' } as const;

/**
 * Removes a member, and bumps the group epoch: the next heartbeat of another makes the new target (GroupMetadataManager.consumerGroupFenceMember).
 * @returns NONE, or why nothing was written: then it stays
 */
export function fence(
  work: GroupWork,
  group: ConsumerGroup,
  member: ConsumerGroupMember,
  why: 'left' | 'session' | 'revocation',
  after: readonly AfterCommit[],
): ErrorCode {
  const { groupId } = group;
  const records: CoordinatorRecord[] = [...removalRecords(groupId, member.memberId)];
  const metadata = metadataOf(work, topicsAfter(group.subscribedTopicNames, member, null));
  if (!sameMetadata(metadata, group.subscriptionMetadata)) records.push(metadataRecordOf(groupId, metadata));
  records.push(groupEpochRecord(groupId, group.groupEpoch + 1));
  const error = store(work, groupId, records, after, { why: WHY[why], removed: why });
  if (error === 'NONE') cancelTimers(work, groupId, member.memberId);
  return error;
}
