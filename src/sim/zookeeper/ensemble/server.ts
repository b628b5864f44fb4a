import type { Stimulus, Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { forgetConnection, setWatches } from '../serving.ts';
import { carryOut, isReadOnly } from '../serving.ts';
import { sessionOf, touch } from '../sessions.ts';
import type { ZkSession, ZooKeeperState } from '../state.ts';
import { askOthers, finalise, isServer, lookForLeader, peerChanged, voteHeard } from './election.ts';
import {
  committed,
  forward,
  historyTaken,
  leaderPinged,
  linkChanged,
  proposed,
  reachLeader,
  upToDate,
} from './follower.ts';
import { acknowledged, beat, learnerHeard, learnerJoined, learnerLost, propose } from './leader.ts';
import type { ZkTransaction } from '../../protocol/zookeeper-quorum.ts';
import { ENSEMBLE_SLOTS, ensembleOf, setEnsemble, type Server } from './work.ts';

type Of<T extends Stimulus['type']> = Extract<Stimulus, { readonly type: T }>;

/** What a server of an ensemble does (QuorumPeer). */
export function handleInEnsemble(turn: Turn, state: ZooKeeperState, stimulus: Stimulus): ZooKeeperState {
  const server: Server = { turn, state };
  react(server, stimulus);
  return server.state;
}

function react(server: Server, stimulus: Stimulus): void {
  switch (stimulus.type) {
    case 'start':
      return lookForLeader(server);
    case 'stop':
      return server.turn.exit();
    case 'timer':
      return timeUp(server, stimulus.slot);
    case 'connected':
    case 'disconnected': {
      const up = stimulus.type === 'connected';
      if (ensembleOf(server).link === stimulus.connection) linkChanged(server, up);
      else peerChanged(server, stimulus.connection, up);
      return;
    }
    case 'closed':
      if (isServer(server, stimulus.peer)) learnerLost(server, stimulus.connection);
      else server.state = forgetConnection(server.state, stimulus.connection);
      return;
    case 'request':
      return isServer(server, stimulus.peer) ? fromServer(server, stimulus) : fromClient(server, stimulus);
    case 'notification':
      return toldBy(server, stimulus);
    case 'response':
    case 'intervention':
      return;
  }
}

function timeUp(server: Server, slot: number): void {
  switch (slot) {
    case ENSEMBLE_SLOTS.retry:
      if (ensembleOf(server).role === 'LOOKING') askOthers(server);
      return;
    case ENSEMBLE_SLOTS.finalise:
      return finalise(server);
    case ENSEMBLE_SLOTS.init:
    case ENSEMBLE_SLOTS.silence:
      return lookForLeader(server);
    case ENSEMBLE_SLOTS.tick:
      return beat(server);
    case ENSEMBLE_SLOTS.follow:
      return reachLeader(server);
    default:
      return sessionDue(server, slot);
  }
}

/** A session's time is up: that it ends is agreed like any write (SessionTrackerImpl on the leader). */
function sessionDue(server: Server, slot: number): void {
  const { turn, state } = server;
  const session = state.sessions.find((each) => each.slot === slot);
  if (session === undefined || ensembleOf(server).role !== 'LEADING') return;
  if (session.expiresAt > turn.now) turn.setTimer(slot, session.expiresAt, session.heard);
  else propose(server, { kind: 'expire', session: session.id }, -1, -1);
}

/** Another server's word over a connection that it has opened; none of them is answered as a request. */
function fromServer(server: Server, { connection, body }: Of<'request'>): void {
  const { turn } = server;
  turn.respondNothing(connection);
  if (body.type === 'ZkVoteNotice') return voteHeard(server, connection, body);
  if (ensembleOf(server).role !== 'LEADING') return turn.close(connection);
  switch (body.type) {
    case 'ZkFollowerInfo':
      return learnerJoined(server, body.server, connection, body.epoch);
    case 'ZkAck':
      return acknowledged(server, connection, body.counter);
    case 'ZkLearnerPing':
      return learnerHeard(server, connection, body.touched);
    case 'ZkForward': {
      const learner = ensembleOf(server).learners.find((each) => each.connection === connection);
      if (learner !== undefined) propose(server, body.transaction, learner.server, body.connection);
      return;
    }
    default:
      return;
  }
}

/** The leader's word, or a vote over the server's own connection. */
function toldBy(server: Server, { connection, body }: Of<'notification'>): void {
  if (body.type === 'ZkVoteNotice') return voteHeard(server, connection, body);
  if (connection !== ensembleOf(server).link) return;
  switch (body.type) {
    case 'ZkSnapshot':
      return historyTaken(server, body);
    case 'ZkUpToDate':
      return upToDate(server);
    case 'ZkProposal':
      return proposed(server, body.proposed);
    case 'ZkCommit':
      return committed(server, body.counter);
    case 'ZkLeaderPing':
      return leaderPinged(server);
    default:
      return;
  }
}

/** A client's request. Without a leader it is not served at all; reads come from this server's own znodes, writes are agreed. */
function fromClient(server: Server, { connection, body, peer }: Of<'request'>): void {
  const { turn } = server;
  if (!ensembleOf(server).serving) {
    turn.respondNothing(connection);
    return turn.close(connection);
  }
  if (body.type === 'ZkConnectRequest') {
    server.state = { ...server.state, newcomers: [...server.state.newcomers, connection] };
    return agree(
      server,
      body.sessionId === 0
        ? { kind: 'open', client: peer, timeOutMs: body.timeOutMs }
        : { kind: 'resume', session: body.sessionId },
      connection,
    );
  }
  const session = sessionOf(server.state, connection);
  if (session === null) {
    turn.respondNothing(connection);
    return turn.close(connection);
  }
  heardOf(server, session);
  switch (body.type) {
    case 'ZkPingRequest':
      return turn.respond(connection, { type: 'ZkPingResponse' });
    case 'ZkCloseSessionRequest':
      return agree(server, { kind: 'close', session: session.id }, connection);
    case 'ZkSetWatchesRequest':
      server.state = setWatches(turn, server.state, session, connection, body);
      return;
    case 'ZkRequest':
      if (isReadOnly(body)) server.state = carryOut(turn, server.state, session, connection, body, false);
      else agree(server, { kind: 'request', session: session.id, request: body }, connection);
      return;
    default:
      turn.respondNothing(connection);
  }
}

function heardOf(server: Server, session: ZkSession): void {
  const { role, touched } = ensembleOf(server);
  if (role === 'LEADING') server.state = touch(server.turn, server.state, session.id);
  else if (!touched.includes(session.id)) setEnsemble(server, { touched: [...touched, session.id] });
}

function agree(server: Server, transaction: ZkTransaction, connection: ConnectionId): void {
  if (ensembleOf(server).role === 'LEADING') propose(server, transaction, server.state.serverId, connection);
  else forward(server, transaction, connection);
}
