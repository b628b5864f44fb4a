import type { ErrorCode } from '../../protocol/errors.ts';
import type { OffsetCommitRequest, OffsetFetchRequest } from '../../protocol/group.ts';
import { memberOf } from './member.ts';
import type { ConsumerGroup } from './state.ts';

/** The first version of OffsetCommit that members of the consumer protocol may use (KIP-848). */
const HAS_MEMBER_EPOCHS = 9;

/**
 * May this commit change the group's offsets (ConsumerGroup.validateOffsetCommit)? From outside only while nobody is in the group; from a member
 * only by a request that can name a member's epoch.
 */
export function validateModernCommit(
  group: ConsumerGroup,
  { memberId, generationIdOrMemberEpoch: epoch }: OffsetCommitRequest,
  apiVersion: number,
): ErrorCode {
  if (epoch < 0 && Object.keys(group.members).length === 0) return 'NONE';
  if (apiVersion < HAS_MEMBER_EPOCHS && memberOf(group, memberId) !== null) return 'UNSUPPORTED_VERSION';
  return epochError(group, memberId, epoch);
}

/** May it be told the group's offsets (ConsumerGroup.validateOffsetFetch)? Who is no member may. */
export function validateModernFetch(group: ConsumerGroup, { memberId, memberEpoch }: OffsetFetchRequest): ErrorCode {
  if (memberId === null && memberEpoch < 0) return 'NONE';
  return epochError(group, memberId ?? '', memberEpoch);
}

/** May it be deleted (ConsumerGroup.validateDeleteGroup)? */
export function validateModernDelete({ state }: ConsumerGroup): ErrorCode {
  return state === 'Empty' ? 'NONE' : 'NON_EMPTY_GROUP';
}

/** Does a member subscribe to the topic? Then its offsets do not expire (ModernGroup.isSubscribedToTopic). */
export function modernSubscribes({ subscribedTopicNames }: ConsumerGroup, topic: string): boolean {
  return Object.hasOwn(subscribedTopicNames, topic);
}

function epochError(group: ConsumerGroup, memberId: string, epoch: number): ErrorCode {
  const member = memberOf(group, memberId);
  if (member === null) return 'UNKNOWN_MEMBER_ID';
  return member.memberEpoch === epoch ? 'NONE' : 'STALE_MEMBER_EPOCH';
}
