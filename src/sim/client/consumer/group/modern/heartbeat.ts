import { MS } from '../../../../time.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../../../protocol/group.ts';
import { backoff } from '../../../network/backoff.ts';
import type { ConsumerWork } from '../../work.ts';
import { coordinatorReady, sendToCoordinator } from '../coordinator.ts';
import { groupOf } from '../work.ts';
import { changeHeartbeat, changeMember, enter, isReconciled, memberOf } from './member.ts';
import { isOutside, isUrgent } from './member-state.ts';
import { NOTHING_SENT } from './state.ts';

/* ConsumerHeartbeatRequestManager: when a heartbeat goes out and what is in it. */

/** Sends a heartbeat if it is time for one. Cheap when it is not. */
export function beat(work: ConsumerWork): void {
  const { state, heartbeat } = memberOf(work);
  if (isOutside(state)) return;
  const { now } = work.turn;
  if (state !== 'LEAVING') {
    if (heartbeat.inFlight || heartbeat.notBefore > now) return;
    if (heartbeat.dueAt > now && !isUrgent(state)) {
      // The coordinator is looked for as soon as it is lost, so that the next heartbeat finds it.
      coordinatorReady(work);
      return;
    }
  }
  if (!sendToCoordinator(work, heartbeatRequest(work))) {
    // Goodbye is said once, and only if that is possible at once (onHeartbeatRequestSkipped).
    if (state === 'LEAVING') left(work);
    return;
  }
  noteSent(work);
}

/** When the next one is due; null while one is under way, or none will be sent. */
export function nextBeat(work: ConsumerWork): number | null {
  const { state, heartbeat } = memberOf(work);
  if (isOutside(state) || heartbeat.inFlight) return null;
  return isUrgent(state) ? heartbeat.notBefore : Math.max(heartbeat.dueAt, heartbeat.notBefore);
}

/** What has changed since the last heartbeat; everything when it joins. */
function heartbeatRequest(work: ConsumerWork): ConsumerGroupHeartbeatRequest {
  const member = memberOf(work);
  const { sent, current } = member;
  const { settings } = groupOf(work);
  const { topics } = work.state;
  const all = member.state === 'JOINING';
  const newAssignor = settings.remoteAssignor !== null && settings.remoteAssignor !== sent.assignor;
  return {
    type: 'ConsumerGroupHeartbeatRequest',
    groupId: settings.groupId,
    memberId: member.memberId,
    memberEpoch: member.epoch,
    instanceId: settings.instanceId,
    rackId: all && work.state.settings.rack !== '' ? work.state.settings.rack : null,
    rebalanceTimeoutMs:
      all || sent.rebalanceTimeout !== settings.maxPollInterval ? Math.floor(settings.maxPollInterval / MS) : -1,
    subscribedTopicNames: all || !sameTopics(sent.topics, topics) ? topics : null,
    serverAssignor: all || newAssignor ? settings.remoteAssignor : null,
    topicPartitions: all || (current?.localEpoch ?? -1) !== sent.localEpoch ? (current?.partitions ?? []) : null,
    clientId: work.state.name,
  };
}

/** Topics are a set, but who subscribes to the same in another order has called subscribe() again. */
function sameTopics(sent: readonly string[] | null, topics: readonly string[]): boolean {
  if (sent === null || sent.length !== topics.length) return false;
  return sent === topics || sent.every((topic) => topics.includes(topic));
}

/** States that end when a heartbeat goes out, whatever its answer (onHeartbeatRequestGenerated). */
function noteSent(work: ConsumerWork): void {
  const { settings } = groupOf(work);
  const { heartbeat, current, state } = memberOf(work);
  changeMember(work, {
    heartbeat: { ...heartbeat, inFlight: true, dueAt: work.turn.now + heartbeat.interval },
    sent: {
      rebalanceTimeout: settings.maxPollInterval,
      topics: work.state.topics,
      assignor: settings.remoteAssignor,
      localEpoch: current?.localEpoch ?? -1,
    },
  });
  if (state === 'ACKNOWLEDGING') enter(work, isReconciled(memberOf(work)) ? 'STABLE' : 'RECONCILING');
  else if (state === 'LEAVING') left(work);
}

/** It has said goodbye, or could not. */
function left(work: ConsumerWork): void {
  if (memberOf(work).pollExpired) {
    forgetSent(work);
    enter(work, 'STALE');
  } else enter(work, 'UNSUBSCRIBED');
}

/** The next heartbeat says everything again (resetHeartbeatState). */
export function forgetSent(work: ConsumerWork): void {
  changeMember(work, { sent: NOTHING_SENT });
}

/** A heartbeat failed: the next one follows after a backoff, not after the interval (HeartbeatRequestState.onFailedAttempt). */
export function beatFailed(work: ConsumerWork): void {
  const { heartbeat } = memberOf(work);
  const { now } = work.turn;
  const { retryBackoff, retryBackoffMax } = work.net.state.settings;
  const notBefore = now + backoff(work.turn, retryBackoff, retryBackoffMax, heartbeat.failures);
  changeHeartbeat(work, { inFlight: false, dueAt: now, notBefore, failures: heartbeat.failures + 1 });
  forgetSent(work);
}

/** The next heartbeat may go out at once (RequestState.reset). */
export function beatAtOnce(work: ConsumerWork): void {
  changeHeartbeat(work, { inFlight: false, dueAt: work.turn.now, notBefore: 0, failures: 0 });
}
