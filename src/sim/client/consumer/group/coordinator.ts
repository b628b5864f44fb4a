import type { Body } from '../../../protocol/body.ts';
import type { FindCoordinatorResponse } from '../../../protocol/group.ts';
import type { Micros } from '../../../time.ts';
import { canSend, connect, disconnect, isReady, isUnavailable, sendOn } from '../../network/connect.ts';
import { leastLoaded } from '../../network/least-loaded.ts';
import { requestMetadata } from '../../network/metadata-timing.ts';
import { brokerOfPeer, peerOfBroker } from '../../network/peers.ts';
import { channelAt, wakeAt } from '../../network/work.ts';
import type { ConsumerWork } from '../work.ts';
import { changeGroup, failMember, groupOf, retryBackoffOf } from './work.ts';

/*
 * Finding a group's coordinator and talking to it (AbstractCoordinator.ensureCoordinatorReady, lookupCoordinator). The connection to it is one
 * of its own, apart from the one that fetches use: a JoinGroup that waits for its answer must not keep fetches waiting.
 */

/** The channel of a broker as a coordinator: they come after brokers and bootstrap addresses. */
function channelOfCoordinator(work: ConsumerWork, peer: number): number {
  return work.turn.setup.brokerIds.length + work.net.state.bootstrap.length + peer;
}

/** Is this channel the present coordinator's? */
export function isCoordinatorChannel(work: ConsumerWork, channel: number): boolean {
  const { coordinator } = groupOf(work);
  return coordinator >= 0 && channel === channelOfCoordinator(work, coordinator);
}

/** Is the coordinator known and connected? If not, it is looked for; the client hears of it, or is woken. */
export function coordinatorReady(work: ConsumerWork): boolean {
  const { coordinator } = groupOf(work);
  if (coordinator < 0) {
    findCoordinator(work);
    return false;
  }
  const channel = channelOfCoordinator(work, coordinator);
  return isReady(work.net, channel) && canSend(work.net, channel);
}

/**
 * Sends a request to the coordinator.
 * @param timeout where it is not request.timeout.ms
 * @returns false: it cannot be sent now; see {@link coordinatorReady}
 */
export function sendToCoordinator(work: ConsumerWork, body: Body, timeout?: Micros): boolean {
  if (!coordinatorReady(work)) return false;
  sendOn(work.net, channelOfCoordinator(work, groupOf(work).coordinator), body, work.turn.cause, false, timeout);
  return true;
}

/** Asks whoever is least loaded, one question at a time, and after a failure not at once: see {@link findLater}. */
function findCoordinator(work: ConsumerWork): void {
  const { net, turn } = work;
  const { finding, findAt, settings } = groupOf(work);
  if (finding) return;
  if (findAt > turn.now) {
    wakeAt(turn, findAt);
    return;
  }
  const index = leastLoaded(net);
  if (index < 0) {
    requestMetadata(net);
    return;
  }
  const channel = channelAt(net, index);
  if (channel.status === 'disconnected') connect(net, index);
  if (!canSend(net, index)) return;
  sendOn(net, index, { type: 'FindCoordinatorRequest', keyType: 0, coordinatorKeys: [settings.groupId] }, turn.cause);
  changeGroup(work, { finding: true });
}

/** AbstractCoordinator.FindCoordinatorResponseHandler. */
export function onFindCoordinator(work: ConsumerWork, response: FindCoordinatorResponse): void {
  const { turn } = work;
  const { settings } = groupOf(work);
  const answer = response.coordinators[0];
  changeGroup(work, { finding: false });
  if (answer === undefined) return;
  if (answer.errorCode !== 'NONE') {
    if (answer.errorCode === 'COORDINATOR_NOT_AVAILABLE' || answer.errorCode === 'COORDINATOR_LOAD_IN_PROGRESS')
      findLater(work);
    else failMember(work, answer.errorCode);
    return;
  }
  const peer = peerOfBroker(turn.setup, answer.nodeId);
  if (peer < 0) {
    findLater(work);
    return;
  }
  // Its connection has failed just now, and may not be tried again yet: somebody else may have taken over by the next question.
  if (isUnavailable(work.net, channelOfCoordinator(work, peer))) {
    askLater(work);
    return;
  }
  changeGroup(work, { coordinator: peer, findFailures: 0 });
  turn.emit('CoordinatorFound', { group: settings.groupId, broker: answer.nodeId });
  isReady(work.net, channelOfCoordinator(work, peer));
}

/**
 * A lookup failed: the next one comes after a backoff that grows with each failure in a row (AbstractCoordinator.ensureCoordinatorReady,
 * CoordinatorRequestManager; before 3.7 it is always retry.backoff.ms), and newer metadata may help. Kafka's classic consumer counts them anew with
 * each call of poll(); here a poll() lasts until something comes.
 */
export function findLater(work: ConsumerWork): void {
  askLater(work);
  requestMetadata(work.net);
}

function askLater(work: ConsumerWork): void {
  const { settings, findFailures } = groupOf(work);
  const wait = settings.switches.findsCoordinatorEvery ?? retryBackoffOf(work, findFailures);
  changeGroup(work, { finding: false, findAt: work.turn.now + wait, findFailures: findFailures + 1 });
}

/**
 * AbstractCoordinator.markCoordinatorUnknown: it is another broker now, or cannot be reached. What is under way to it has failed; commits that
 * somebody waits for, and questions for offsets, are sent again to the next one.
 */
export function coordinatorLost(work: ConsumerWork, why: string): void {
  const { coordinator, settings, commit } = groupOf(work);
  if (coordinator < 0) return;
  work.turn.emit('CoordinatorLost', {
    group: settings.groupId,
    broker: brokerOfPeer(work.turn.setup, coordinator),
    why,
  });
  disconnect(work.net, channelOfCoordinator(work, coordinator));
  const retryAt = work.turn.now + settings.retryBackoff;
  changeGroup(work, {
    coordinator: -1,
    findAt: retryAt,
    offsetFetch: { underWay: false, notBefore: retryAt, failures: 0 },
    commitsUnderWay: [],
    commit: commit === null ? null : { ...commit, sent: false, retryAt },
  });
  work.coordinatorLost = true;
}
