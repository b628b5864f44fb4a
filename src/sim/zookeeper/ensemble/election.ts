import type { ZkServerRole, ZkVote, ZkVoteNotice } from '../../protocol/zookeeper-quorum.ts';
import type { ConnectionId } from '../../world.ts';
import { follow } from './follower.ts';
import { lead } from './leader.ts';
import type { Ballot } from './state.ts';
import {
  ENSEMBLE_SLOTS,
  ensembleOf,
  FINALISE_WAIT,
  isQuorum,
  nodeOfServer,
  RETRY,
  serverOfNode,
  setEnsemble,
  type Server,
} from './work.ts';

/*
 * Who leads an ensemble (org.apache.zookeeper.server.quorum.FastLeaderElection): each server votes, first for itself, then for
 * the best it has heard of: the later epoch, then the longer history, then the larger id. Whom a quorum votes for leads.
 */

/** The server has no leader: it serves nobody, and looks for one in a new round. */
export function lookForLeader(server: Server): void {
  const { turn } = server;
  const before = ensembleOf(server);
  for (const slot of [ENSEMBLE_SLOTS.init, ENSEMBLE_SLOTS.tick, ENSEMBLE_SLOTS.follow, ENSEMBLE_SLOTS.silence])
    turn.clearTimer(slot);
  hangUp(server);
  setEnsemble(server, {
    serving: false,
    leader: -1,
    link: -1,
    tries: 0,
    touched: [],
    learners: [],
    round: before.round + 1,
    vote: ownVote(server),
    ballots: [],
  });
  become(server, 'LOOKING');
  turn.clearTimer(ENSEMBLE_SLOTS.finalise);
  askOthers(server);
}

/** A server that stops to serve closes its connections: clients go on to the next server (ZooKeeperServer.shutdown). */
function hangUp(server: Server): void {
  const { turn, state } = server;
  const { link, learners } = ensembleOf(server);
  if (link >= 0) turn.close(link);
  for (const { connection } of learners) turn.close(connection);
  for (const { connection, slot } of state.sessions) {
    if (connection !== null) turn.close(connection);
    turn.clearTimer(slot);
  }
  for (const connection of state.newcomers) turn.close(connection);
  server.state = {
    ...state,
    watches: [],
    newcomers: [],
    sessions: state.sessions.map((session) => ({ ...session, connection: null })),
  };
}

export function become(server: Server, role: ZkServerRole, leader = -1): void {
  const { role: from } = ensembleOf(server);
  setEnsemble(server, { role, leader });
  if (from === role && role === 'LOOKING') return;
  server.turn.emit('ZooKeeperRoleChanged', {
    from,
    to: role,
    leader: leader < 0 ? -1 : nodeOfServer(server, leader),
    epoch: ensembleOf(server).epoch,
  });
}

function ownVote(server: Server): ZkVote {
  const { epoch, counter } = ensembleOf(server);
  return { leader: server.state.serverId, epoch, counter };
}

/** Tells everybody of the vote; whom it has no connection to it connects to, now and again. */
export function askOthers(server: Server): void {
  const { turn, state } = server;
  const peers = ensembleOf(server).peers.slice();
  for (let id = 1; id <= peers.length; id++) {
    if (id === state.serverId) continue;
    const connection = peers[id - 1] as ConnectionId;
    if (connection < 0) peers[id - 1] = turn.connect(nodeOfServer(server, id), RETRY);
    else if (turn.isOpen(connection)) turn.send(connection, notice(server), { oneWay: true });
  }
  setEnsemble(server, { peers });
  turn.setTimer(ENSEMBLE_SLOTS.retry, turn.now + RETRY);
}

function notice(server: Server): ZkVoteNotice {
  const { round, role, vote } = ensembleOf(server);
  return { type: 'ZkVoteNotice', server: server.state.serverId, round, role, vote };
}

/** One of its own connections to the others has come about, or is gone. */
export function peerChanged(server: Server, connection: ConnectionId, up: boolean): void {
  const { peers, role } = ensembleOf(server);
  const at = peers.indexOf(connection);
  if (at < 0) return;
  if (!up) setEnsemble(server, { peers: peers.map((each, i) => (i === at ? -1 : each)) });
  else if (role === 'LOOKING') server.turn.send(connection, notice(server), { oneWay: true });
}

/** A vote has come. A server that has a leader says whom; one that looks for one weighs it. */
export function voteHeard(server: Server, from: ConnectionId, body: ZkVoteNotice): void {
  const ensemble = ensembleOf(server);
  if (ensemble.role !== 'LOOKING') {
    if (body.role === 'LOOKING') reply(server, from, body.server);
    return;
  }
  if (body.role !== 'LOOKING') {
    keepBallot(server, body);
    joinExisting(server, body.vote.leader);
    return;
  }
  if (body.round < ensemble.round) {
    reply(server, from, body.server);
    return;
  }
  const own = ownVote(server);
  const newRound = body.round > ensemble.round;
  if (newRound) {
    // Those who already follow somebody say the same in every round.
    setEnsemble(server, {
      round: body.round,
      ballots: ensemble.ballots.filter(({ role }) => role !== 'LOOKING'),
      vote: isBetter(body.vote, own) ? body.vote : own,
    });
  } else if (isBetter(body.vote, ensemble.vote)) setEnsemble(server, { vote: body.vote });
  keepBallot(server, body);
  if (newRound || ensembleOf(server).vote !== ensemble.vote) {
    server.turn.clearTimer(ENSEMBLE_SLOTS.finalise);
    askOthers(server);
  }
  if (isElected(server) && server.turn.deadline(ENSEMBLE_SLOTS.finalise) === null)
    server.turn.setTimer(ENSEMBLE_SLOTS.finalise, server.turn.now + FINALISE_WAIT);
}

/** Over the connection that it came by where the other has opened it, else over the server's own. */
function reply(server: Server, connection: ConnectionId, to: number): void {
  const own = ensembleOf(server).peers[to - 1] ?? -1;
  if (own === connection) server.turn.send(connection, notice(server), { oneWay: true });
  else server.turn.notify(connection, notice(server));
}

function isBetter(a: ZkVote, b: ZkVote): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  return a.counter !== b.counter ? a.counter > b.counter : a.leader > b.leader;
}

function keepBallot(server: Server, { server: from, role, vote }: ZkVoteNotice): void {
  const { ballots } = ensembleOf(server);
  setEnsemble(server, {
    ballots: [...ballots.filter((ballot) => ballot.server !== from), { server: from, role, vote }],
  });
}

function isElected(server: Server): boolean {
  const ensemble = ensembleOf(server);
  const same = (ballot: Ballot): boolean =>
    ballot.role === 'LOOKING' &&
    ballot.vote.leader === ensemble.vote.leader &&
    ballot.vote.epoch === ensemble.vote.epoch;
  return isQuorum(ensemble, 1 + ensemble.ballots.filter(same).length);
}

/** A quorum has a leader already, and it says so itself: the server follows. */
function joinExisting(server: Server, leader: number): void {
  const ensemble = ensembleOf(server);
  const settled = ensemble.ballots.filter(({ role, vote }) => role !== 'LOOKING' && vote.leader === leader);
  const leads = settled.some(({ server: from, role }) => from === leader && role === 'LEADING');
  if (leads && isQuorum(ensemble, settled.length)) settle(server, leader);
}

/** Nobody has voted better for a while. */
export function finalise(server: Server): void {
  if (ensembleOf(server).role === 'LOOKING' && isElected(server)) settle(server, ensembleOf(server).vote.leader);
}

function settle(server: Server, leader: number): void {
  const { vote } = ensembleOf(server);
  server.turn.clearTimer(ENSEMBLE_SLOTS.finalise);
  server.turn.clearTimer(ENSEMBLE_SLOTS.retry);
  setEnsemble(server, { vote: { ...vote, leader }, ballots: [] });
  if (leader === server.state.serverId) lead(server);
  else follow(server, leader);
}

/** Is this a connection with another server? */
export function isServer(server: Server, peer: number): boolean {
  return serverOfNode(server, peer) >= 0;
}
