import type { Body } from '../../protocol/body.ts';
import type { ConnectionId } from '../../world.ts';
import { RECONNECT_BACKOFF, RECONNECT_BACKOFF_MAX } from './settings.ts';
import { RETRY_TIMER } from './slots.ts';
import type { RaftPeer, RaftState } from './state.ts';
import { change, nodeOfVoter, type RaftWork } from './work.ts';

/*
 * Connections to the other voters. One request at a time is under way to each (RequestManager; the NetworkClient of
 * KafkaRaftManager has max.in.flight 1), and a change of role makes those under way meaningless.
 */

/** The connection to a voter; null when there never was one. */
export function peerOf({ peers }: RaftState, id: number): RaftPeer | null {
  return peers.find((peer) => peer.id === id) ?? null;
}

/** Whose connection this is; null when it is none of the quorum's. */
export function peerAt({ peers }: RaftState, connection: ConnectionId): RaftPeer | null {
  return peers.find((peer) => peer.connection === connection) ?? null;
}

/** Does a request wait for its answer, or for its connection? */
export function isAwaiting(peer: RaftPeer | null): boolean {
  return peer !== null && (peer.expected >= 0 || peer.status === 'connecting');
}

/** Is this voter left alone for a while after a failure? */
export function isBackingOff(w: RaftWork, id: number): boolean {
  const peer = peerOf(w.state, id);
  return peer !== null && peer.notBefore > w.turn.now;
}

/**
 * Sends a request to a voter if it may have one now, over a connection that is opened if need be. What cannot be sent yet is asked
 * for again as soon as it can: requests are made anew from the state each time.
 * @returns has it been sent?
 */
export function sendTo(w: RaftWork, id: number, body: Body): boolean {
  const { turn, state } = w;
  const { requestTimeout } = state.settings;
  const peer = peerOf(state, id) ?? newPeer(w, id);
  if (peer.notBefore > turn.now) {
    if (w.wakeAt === null || peer.notBefore < w.wakeAt) w.wakeAt = peer.notBefore;
    return false;
  }
  if (peer.busy || peer.status === 'connecting') return false;
  if (peer.status === 'none') {
    setPeer(w, { ...peer, status: 'connecting', connection: turn.connect(peer.node, requestTimeout) });
    return false;
  }
  const expected = turn.send(peer.connection, body, { timeout: requestTimeout });
  setPeer(w, { ...peer, busy: true, expected });
  return true;
}

/** The connection is there: what is wanted is sent when the state is looked at. */
export function peerConnected(w: RaftWork, peer: RaftPeer): void {
  setPeer(w, { ...peer, status: 'open', busy: false, expected: -1, failures: 0 });
}

/** The connection is gone, with the request on it. */
export function peerDisconnected(w: RaftWork, peer: RaftPeer): void {
  const reconnect = Math.min(RECONNECT_BACKOFF_MAX, RECONNECT_BACKOFF << Math.min(peer.failures, 4));
  const backoff = Math.max(reconnect, w.state.settings.retryBackoff);
  setPeer(w, {
    ...peer,
    connection: -1,
    status: 'none',
    busy: false,
    expected: -1,
    notBefore: w.turn.now + backoff,
    failures: peer.failures + 1,
  });
}

/**
 * An answer has arrived.
 * @returns does it still matter? Not when the role has changed since the request was sent
 */
export function peerAnswered(w: RaftWork, peer: RaftPeer): boolean {
  setPeer(w, { ...peer, busy: false, expected: -1 });
  return peer.expected >= 0;
}

/** An answer said no: nothing is sent there for controller.quorum.retry.backoff.ms. */
export function backOff(w: RaftWork, id: number): void {
  const peer = peerOf(w.state, id);
  if (peer !== null) setPeer(w, { ...peer, notBefore: w.turn.now + w.state.settings.retryBackoff });
}

/** Answers to what was asked in another role are not for this one (RequestManager.resetAll). A lost connection's own backoff goes on. */
export function resetConnections(w: RaftWork): void {
  const reset = (peer: RaftPeer): RaftPeer => ({
    ...peer,
    expected: -1,
    notBefore: peer.status === 'open' ? 0 : peer.notBefore,
  });
  change(w, { peers: w.state.peers.map(reset) });
}

/** Sees to it that what had to wait is tried again. */
export function armRetry({ turn, wakeAt }: RaftWork): void {
  if (wakeAt === null) turn.clearTimer(RETRY_TIMER);
  else turn.setTimer(RETRY_TIMER, wakeAt);
}

function newPeer(w: RaftWork, id: number): RaftPeer {
  const node = nodeOfVoter(w.turn.setup, id);
  return { id, node, connection: -1, status: 'none', busy: false, expected: -1, notBefore: 0, failures: 0 };
}

function setPeer(w: RaftWork, peer: RaftPeer): void {
  const { peers } = w.state;
  const known = peers.some((other) => other.id === peer.id);
  change(w, { peers: known ? peers.map((other) => (other.id === peer.id ? peer : other)) : [...peers, peer] });
}
