import type { OffsetCommitRequest } from '../../../../protocol/group.ts';
import { wakeAt } from '../../../network/work.ts';
import type { ConsumerWork } from '../../work.ts';
import { coordinatorReady } from '../coordinator.ts';
import type { CommitOutcome, Membership } from '../membership.ts';
import { failMember, groupOf } from '../work.ts';
import { completeJoin } from './complete.ts';
import { beat, nextBeat, onHeartbeat } from './heartbeat.ts';
import { onJoin, prepareJoin, sendJoin } from './join.ts';
import { leaveGroup } from './leave.ts';
import { metadataHasChanged, onSync, tryToLead } from './sync.ts';
import { changeClassic, classicOf, joinFailed, requestRejoin, resetGeneration } from './work.ts';

/** Membership by the classic protocol: the members themselves share out the partitions (AbstractCoordinator, ConsumerCoordinator). */
export const classicMembership: Membership = {
  poll(work) {
    const { failed, unread } = classicOf(work);
    if (failed !== null) {
      failMember(work, failed);
      return false;
    }
    if (unread !== null) {
      changeClassic(work, { unread: null });
      onJoin(work, unread);
    }
    tryToLead(work);
    completeJoin(work);
    noticeChanges(work);
    return joinIfNeeded(work);
  },

  background: beat,
  nextBackground: nextBeat,

  onResponse(work, request, body) {
    switch (body.type) {
      case 'JoinGroupResponse':
        // Until it has joined, nobody but the program's thread reads from the network.
        if (groupOf(work).program.step === 'processing') changeClassic(work, { unread: body });
        else onJoin(work, body);
        return;
      case 'SyncGroupResponse':
        if (request.type === 'SyncGroupRequest') onSync(work, request, body);
        return;
      case 'HeartbeatResponse':
        if (request.type === 'HeartbeatRequest') onHeartbeat(work, request, body);
        return;
      case 'LeaveGroupResponse':
        changeClassic(work, { leaving: false });
        return;
      default:
        return;
    }
  },

  onRequestsLost(work) {
    const { joining, leaving } = classicOf(work);
    if (leaving) changeClassic(work, { leaving: false });
    if (joining) joinFailed(work, 'the coordinator was lost', true);
  },

  onCoordinatorFound(work) {
    changeClassic(work, { sessionUntil: work.turn.now + groupOf(work).settings.sessionTimeout });
  },

  commitIdentity(work) {
    const { state, generationId, memberId } = classicOf(work);
    if (state === 'UNJOINED') return 'CommitFailedException';
    if (state !== 'STABLE') return 'RebalanceInProgressException';
    return { generationIdOrMemberEpoch: generationId, memberId, groupInstanceId: groupOf(work).settings.instanceId };
  },

  fetchIdentity: () => ({ memberId: null, memberEpoch: -1 }),
  onCommitRefused,
  onOffsetFetchRefused: () => false,
  onSubscription() {
    // The next poll() sees that it is not the one it joined with.
  },
  leave: leaveGroup,
  hasLeft: (work) => !classicOf(work).leaving,
  generation: (work) => classicOf(work).generationId,
  memberId: (work) => classicOf(work).memberId,
};

/** ConsumerCoordinator.rejoinNeededOrPending: other partitions than the leader shared out, or another subscription than it joined with. */
function noticeChanges(work: ConsumerWork): void {
  const { rejoinNeeded, joining, joinedSubscription } = classicOf(work);
  if (rejoinNeeded || joining) return;
  if (metadataHasChanged(work)) requestRejoin(work, 'cached metadata has changed');
  else if (joinedSubscription !== null && !sameTopics(joinedSubscription, work.state.topics))
    requestRejoin(work, 'subscription has changed');
}

function sameTopics(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((topic) => others.includes(topic));
}

/** AbstractCoordinator.joinGroupIfNeeded. @returns is it a member with its assignment? */
function joinIfNeeded(work: ConsumerWork): boolean {
  if (!coordinatorReady(work)) return false;
  const { rejoinNeeded, joining, retryAt, needsJoinPrepare } = classicOf(work);
  if (joining) return false;
  if (!rejoinNeeded) return true;
  if (retryAt > work.turn.now) {
    wakeAt(work.turn, retryAt);
    return false;
  }
  if (needsJoinPrepare && !prepareJoin(work)) return false;
  sendJoin(work);
  return false;
}

/** ConsumerCoordinator.OffsetCommitResponseHandler, its errors about the member. */
function onCommitRefused(work: ConsumerWork, request: OffsetCommitRequest, error: string): CommitOutcome {
  const { state, generationId, memberId } = classicOf(work);
  const current = request.generationIdOrMemberEpoch === generationId && request.memberId === memberId;
  const rebalancing = state === 'PREPARING_REBALANCE' || state === 'COMPLETING_REBALANCE';
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return 'retry';
    case 'REBALANCE_IN_PROGRESS':
      if (groupOf(work).settings.switches.refusalEndsMembership) {
        resetGeneration(work, `encountered ${error} from OFFSET_COMMIT response`, error);
        return 'CommitFailedException';
      }
      requestRejoin(work, 'offset commit failed since group is already rebalancing');
      return 'RebalanceInProgressException';
    case 'FENCED_INSTANCE_ID':
      if (current) return 'fatal';
      return rebalancing ? 'RebalanceInProgressException' : 'CommitFailedException';
    default:
      if (!current) return rebalancing ? 'RebalanceInProgressException' : 'CommitFailedException';
      resetGeneration(
        work,
        `encountered ${error} from OFFSET_COMMIT response`,
        error === 'ILLEGAL_GENERATION' ? error : 'UNKNOWN_MEMBER_ID',
      );
      return 'CommitFailedException';
  }
}
