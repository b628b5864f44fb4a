import { MS } from '../../../../time.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../../../protocol/group.ts';
import type { ConsumerWork } from '../../work.ts';
import { coordinatorLost } from '../coordinator.ts';
import { beatAtOnce, beatFailed } from './heartbeat.ts';
import {
  changeHeartbeat,
  changeMember,
  enter,
  failForGood,
  fence,
  isReconciled,
  memberOf,
  nextTarget,
} from './member.ts';
import { isOutside, takesAssignments } from './member-state.ts';

/** What the coordinator says to a heartbeat (AbstractHeartbeatRequestManager.onResponse, ConsumerMembershipManager.onHeartbeatSuccess). */
export function onHeartbeatResponse(work: ConsumerWork, response: ConsumerGroupHeartbeatResponse): void {
  if (response.errorCode !== 'NONE') {
    refused(work, response.errorCode);
    return;
  }
  const { heartbeat } = memberOf(work);
  const interval = response.heartbeatIntervalMs * MS;
  const dueAt = interval === heartbeat.interval ? heartbeat.dueAt : work.turn.now + interval;
  changeHeartbeat(work, { interval, dueAt, inFlight: false, notBefore: 0, failures: 0 });
  const { state, memberId } = memberOf(work);
  if (state === 'LEAVING' || isOutside(state)) return;
  changeMember(work, { memberId: response.memberId ?? memberId, epoch: response.memberEpoch });
  if (response.assignment === null || !takesAssignments(state)) return;
  changeMember(work, { target: nextTarget(memberOf(work).target, response.assignment) });
  if (!isReconciled(memberOf(work))) enter(work, 'RECONCILING');
  else if (state === 'RECONCILING' || state === 'JOINING') enter(work, 'STABLE');
}

function refused(work: ConsumerWork, error: ConsumerGroupHeartbeatResponse['errorCode']): void {
  beatFailed(work);
  switch (error) {
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
      coordinatorLost(work, error);
      beatAtOnce(work);
      return;
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      return;
    case 'FENCED_MEMBER_EPOCH':
    case 'UNKNOWN_MEMBER_ID':
      fence(work);
      beatAtOnce(work);
      return;
    default:
      // UNRELEASED_INSTANCE_ID, FENCED_INSTANCE_ID, GROUP_MAX_SIZE_REACHED, UNSUPPORTED_ASSIGNOR, INVALID_REQUEST ...
      failForGood(work, error);
  }
}
