import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../protocol/group.ts';

/** The answer to a heartbeat that was taken. */
export function accepted(
  said: Omit<ConsumerGroupHeartbeatResponse, 'type' | 'errorCode'>,
): ConsumerGroupHeartbeatResponse {
  return { type: 'ConsumerGroupHeartbeatResponse', errorCode: 'NONE', ...said };
}

/** The answer that says nothing but why not. */
export function refused(errorCode: ErrorCode): ConsumerGroupHeartbeatResponse {
  return {
    type: 'ConsumerGroupHeartbeatResponse',
    errorCode,
    memberId: null,
    memberEpoch: 0,
    heartbeatIntervalMs: 0,
    assignment: null,
  };
}
