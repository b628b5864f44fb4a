import type { HeartbeatRequest, HeartbeatResponse } from '../../../../protocol/group.ts';
import type { Micros } from '../../../../time.ts';
import { NEVER } from '../../../mutable.ts';
import type { ConsumerWork } from '../../work.ts';
import { coordinatorLost, coordinatorReady, sendToCoordinator } from '../coordinator.ts';
import { groupOf, pollDeadline } from '../work.ts';
import { sendLeave } from './leave.ts';
import { changeClassic, classicOf, requestRejoin, resetGeneration } from './work.ts';

/*
 * AbstractCoordinator.HeartbeatThread: a thread of the client's own, which goes on while the program works on records. It is also the one who
 * notices that the program works for too long, or that the coordinator has fallen silent.
 */

/** Is the thread at work? Before the coordinator has answered a join it is not. */
function beats(work: ConsumerWork): boolean {
  const { state, failed } = classicOf(work);
  return failed === null && (state === 'COMPLETING_REBALANCE' || state === 'STABLE');
}

/** HeartbeatThread.run. */
export function beat(work: ConsumerWork): void {
  if (!beats(work)) return;
  const { now } = work.turn;
  const { coordinator, settings } = groupOf(work);
  const { heartbeatAt, sessionUntil, generationId, memberId } = classicOf(work);
  if (coordinator < 0) coordinatorReady(work);
  else if (sessionUntil <= now) coordinatorLost(work, 'session timed out without receiving a heartbeat response');
  else if (pollDeadline(work) <= now) pollOverdue(work);
  else if (heartbeatAt <= now) {
    const { groupId, instanceId } = settings;
    const request: HeartbeatRequest = {
      type: 'HeartbeatRequest',
      groupId,
      generationId,
      memberId,
      groupInstanceId: instanceId,
    };
    if (sendToCoordinator(work, request)) changeClassic(work, { heartbeatAt: now + settings.heartbeatInterval });
  }
}

/** When the thread has something to do next. */
export function nextBeat(work: ConsumerWork): Micros {
  if (!beats(work) || groupOf(work).coordinator < 0) return NEVER;
  const { heartbeatAt, sessionUntil } = classicOf(work);
  // A heartbeat that is due and cannot be sent waits for its connection.
  const due = heartbeatAt <= work.turn.now ? NEVER : heartbeatAt;
  return Math.min(due, sessionUntil, pollDeadline(work));
}

/** The program has been out of poll() for too long: it leaves of its own accord; a static member only falls silent. */
function pollOverdue(work: ConsumerWork): void {
  const { settings } = groupOf(work);
  work.turn.emit('PollOverdue', { group: settings.groupId, member: classicOf(work).memberId });
  if (!settings.switches.leavesAfterPollInterval) return;
  sendLeave(work, 'consumer poll timeout has expired');
  resetGeneration(work, 'consumer pro-actively leaving the group', null);
}

/** AbstractCoordinator.HeartbeatResponseHandler. An error about a generation that is over by now says nothing. */
export function onHeartbeat(work: ConsumerWork, request: HeartbeatRequest, response: HeartbeatResponse): void {
  const { state, generationId, memberId } = classicOf(work);
  const { settings } = groupOf(work);
  const { errorCode } = response;
  if (!beats(work)) return;
  const current = request.generationId === generationId && request.memberId === memberId;
  switch (errorCode) {
    case 'NONE':
      changeClassic(work, { sessionUntil: work.turn.now + settings.sessionTimeout });
      return;
    case 'REBALANCE_IN_PROGRESS':
      changeClassic(work, { sessionUntil: work.turn.now + settings.sessionTimeout });
      if (state === 'STABLE') requestRejoin(work, 'group is already rebalancing');
      return;
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'NOT_COORDINATOR':
      coordinatorLost(work, errorCode);
      return;
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      changeClassic(work, { heartbeatAt: work.turn.now + settings.retryBackoff });
      return;
    case 'ILLEGAL_GENERATION':
    case 'UNKNOWN_MEMBER_ID':
      if (current) resetGeneration(work, `encountered ${errorCode} from HEARTBEAT response`, errorCode);
      return;
    default:
      if (!current) return;
      // FENCED_INSTANCE_ID among them: the next poll() throws it.
      resetGeneration(work, `encountered ${errorCode} from HEARTBEAT response`, errorCode);
      changeClassic(work, { failed: errorCode });
  }
}
