import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../protocol/group.ts';
import type { GroupSettings } from '../settings.ts';
import { LEAVE_GROUP_MEMBER_EPOCH, LEAVE_GROUP_STATIC_MEMBER_EPOCH } from './member.ts';

/**
 * What is wrong with a heartbeat by itself, whatever group it is for (KafkaApis.handleConsumerGroupHeartbeat,
 * GroupMetadataManager.throwIfConsumerGroupHeartbeatRequestIsInvalid).
 */
export function requestError(request: ConsumerGroupHeartbeatRequest, settings: GroupSettings): ErrorCode {
  const { groupId, memberId, memberEpoch, instanceId, rackId, serverAssignor } = request;
  if (!settings.consumerProtocol) return 'UNSUPPORTED_VERSION';
  if (isBlank(groupId) || isBlank(instanceId) || isBlank(rackId)) return 'INVALID_REQUEST';
  if (memberEpoch > 0 || memberEpoch === LEAVE_GROUP_MEMBER_EPOCH) {
    if (isBlank(memberId)) return 'INVALID_REQUEST';
  } else if (memberEpoch === 0) {
    if (!saysAll(request)) return 'INVALID_REQUEST';
  } else if (memberEpoch === LEAVE_GROUP_STATIC_MEMBER_EPOCH) {
    if (isBlank(memberId) || instanceId === null) return 'INVALID_REQUEST';
  } else return 'INVALID_REQUEST';
  if (serverAssignor !== null && !settings.consumerAssignors.includes(serverAssignor)) return 'UNSUPPORTED_ASSIGNOR';
  return 'NONE';
}

/** Who joins says what it subscribes to and how long it may take to give partitions back, and owns nothing. */
function saysAll({
  rebalanceTimeoutMs,
  topicPartitions,
  subscribedTopicNames,
}: ConsumerGroupHeartbeatRequest): boolean {
  if (rebalanceTimeoutMs === -1) return false;
  if (topicPartitions === null || topicPartitions.length > 0) return false;
  return subscribedTopicNames !== null && subscribedTopicNames.length > 0;
}

/** throwIfEmptyString: a text that is there, and empty. */
function isBlank(text: string | null): boolean {
  return text?.trim() === '';
}
