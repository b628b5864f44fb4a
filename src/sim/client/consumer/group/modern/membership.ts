import { NEVER } from '../../../mutable.ts';
import type { ConsumerWork } from '../../work.ts';
import { losePartitions, ownedPartitions, revokePartitions } from '../assign.ts';
import { coordinatorReady } from '../coordinator.ts';
import type { Membership } from '../membership.ts';
import { groupOf, pollDeadline } from '../work.ts';
import { onHeartbeatResponse } from './answers.ts';
import { beat, beatAtOnce, beatFailed, nextBeat } from './heartbeat.ts';
import { changeMember, enter, hasEpoch, join, leaveEpoch, memberOf, release, stopReconciling } from './member.ts';
import { isLeaving, isOutside } from './member-state.ts';
import { reconcile } from './reconcile.ts';

/** KIP-848's membership (ConsumerMembershipManager): heartbeats say everything, the coordinator assigns, and members give up only what moves. */
export const modernMembership: Membership = {
  poll(work) {
    const { state } = memberOf(work);
    if (state === 'STALE' || state === 'FENCED') {
      release(work);
      changeMember(work, { pollExpired: false });
      join(work, state === 'STALE' ? 'poll() is called again' : 'fenced');
    } else if (state === 'UNSUBSCRIBED' && work.state.topics.length > 0) join(work, '');
    else if (state === 'RECONCILING') reconcile(work);
    beat(work);
    return hasEpoch(memberOf(work));
  },

  background(work) {
    const { state } = memberOf(work);
    if (pollDeadline(work) <= work.turn.now && !isOutside(state) && !isLeaving(state) && coordinatorReady(work))
      expirePoll(work);
    beat(work);
  },

  nextBackground(work) {
    const { state } = memberOf(work);
    const { now } = work.turn;
    const overdue = isOutside(state) || isLeaving(state) ? NEVER : pollDeadline(work);
    const due = nextBeat(work) ?? NEVER;
    // What is due by now waits for the coordinator, whose finding is a stimulus of its own.
    return Math.min(due > now ? due : NEVER, overdue > now ? overdue : NEVER);
  },

  onResponse(work, request, body) {
    if (body.type !== 'ConsumerGroupHeartbeatResponse') return;
    // The farewell of a member whose poll() was overdue is not waited for: it may have joined again meanwhile (ignoreResponse).
    const farewell = request.type === 'ConsumerGroupHeartbeatRequest' && request.memberEpoch < 0;
    const { state } = memberOf(work);
    if (farewell && state !== 'LEAVING' && state !== 'UNSUBSCRIBED') return;
    onHeartbeatResponse(work, body);
  },

  onRequestsLost(work) {
    if (memberOf(work).heartbeat.inFlight) beatFailed(work);
  },

  onCoordinatorFound() {
    // A heartbeat that is due goes out in this turn.
  },

  commitIdentity(work) {
    const member = memberOf(work);
    const { instanceId } = groupOf(work).settings;
    // Who is no member commits like somebody from outside, which the coordinator refuses while the group has members.
    if (!hasEpoch(member)) return { generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null };
    return { generationIdOrMemberEpoch: member.epoch, memberId: member.memberId, groupInstanceId: instanceId };
  },

  fetchIdentity(work) {
    const member = memberOf(work);
    return hasEpoch(member)
      ? { memberId: member.memberId, memberEpoch: member.epoch }
      : { memberId: null, memberEpoch: -1 };
  },

  onCommitRefused(work, _request, error, how) {
    switch (error) {
      case 'UNKNOWN_TOPIC_OR_PARTITION':
        // Of a topic that is gone nothing can be committed: what is being taken over does not wait (autoCommitSyncBeforeRevocationWithRetries).
        return how === 'rejoin' ? 'dropped' : 'retry';
      case 'STALE_MEMBER_EPOCH':
        // The epoch has moved on meanwhile: only the commit before a takeover tries again with the new one (isStaleEpochErrorAndValidEpochAvailable).
        return how === 'rejoin' && hasEpoch(memberOf(work)) ? 'retry' : 'CommitFailedException';
      case 'UNKNOWN_MEMBER_ID':
      case 'ILLEGAL_GENERATION':
        return 'CommitFailedException';
      default:
        return 'fatal';
    }
  },

  onOffsetFetchRefused(work, error) {
    return error === 'STALE_MEMBER_EPOCH' && hasEpoch(memberOf(work));
  },

  onSubscription() {
    // The next poll() joins, or the next heartbeat tells what has changed.
  },

  leave(work, why) {
    const { state, epoch, memberId } = memberOf(work);
    if (isLeaving(state) || state === 'UNSUBSCRIBED' || state === 'FATAL') return;
    if (state === 'FENCED' || state === 'STALE') {
      release(work);
      if (state === 'FENCED') enter(work, 'UNSUBSCRIBED');
      return;
    }
    stopReconciling(work);
    work.turn.emit('GroupLeft', { group: groupOf(work).settings.groupId, member: memberId, why });
    enter(work, 'PREPARE_LEAVING');
    // Epoch 0: it is no member, or not any more.
    if (epoch > 0) revokePartitions(work, ownedPartitions(work));
    else losePartitions(work, ownedPartitions(work));
    enter(work, 'LEAVING', { epoch: leaveEpoch(work), current: null, target: null });
    beat(work);
  },

  hasLeft(work) {
    const { state, heartbeat } = memberOf(work);
    return !isLeaving(state) && !(state === 'UNSUBSCRIBED' && heartbeat.inFlight);
  },

  generation(work) {
    const { epoch } = memberOf(work);
    return epoch > 0 ? epoch : -1;
  },

  memberId(work) {
    return memberOf(work).memberId;
  },
};

/**
 * The program was out of poll() for longer than max.poll.interval.ms: it leaves at once. What it had is lost when it comes back to poll(), and
 * then it joins again (transitionToSendingLeaveGroup, transitionToStale).
 */
function expirePoll(work: ConsumerWork): void {
  const { groupId } = groupOf(work).settings;
  work.turn.emit('PollOverdue', { group: groupId, member: memberOf(work).memberId });
  stopReconciling(work);
  enter(work, 'PREPARE_LEAVING');
  enter(work, 'LEAVING', { epoch: leaveEpoch(work), current: null, pollExpired: true });
  beat(work);
  // Its answer is of no interest.
  beatAtOnce(work);
}
