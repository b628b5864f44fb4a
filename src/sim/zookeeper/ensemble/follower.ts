import type { ZkProposed, ZkSnapshot, ZkTransaction } from '../../protocol/zookeeper-quorum.ts';
import type { ConnectionId } from '../../world.ts';
import { apply } from './apply.ts';
import { become, lookForLeader } from './election.ts';
import {
  ENSEMBLE_SLOTS,
  ensembleOf,
  initLimit,
  MOST_TRIES,
  nodeOfServer,
  RETRY,
  setEnsemble,
  syncLimit,
  type Server,
} from './work.ts';

/* A follower: it takes its leader's history, then logs what is proposed and applies what is committed (Learner, Follower). */

/** The server follows from now on; it serves clients once it has the leader's history. */
export function follow(server: Server, leader: number): void {
  const { turn } = server;
  become(server, 'FOLLOWING', leader);
  turn.setTimer(ENSEMBLE_SLOTS.init, turn.now + initLimit(server));
  reachLeader(server);
}

export function reachLeader(server: Server): void {
  const { leader, role } = ensembleOf(server);
  if (role !== 'FOLLOWING') return;
  setEnsemble(server, { link: server.turn.connect(nodeOfServer(server, leader)) });
}

/** The connection to the leader is there, or gone. The leader may not lead yet: it is tried a few times. */
export function linkChanged(server: Server, up: boolean): void {
  const { turn } = server;
  const { link, epoch, serving, tries } = ensembleOf(server);
  if (up) {
    turn.send(link, { type: 'ZkFollowerInfo', server: server.state.serverId, epoch }, { oneWay: true });
    return;
  }
  setEnsemble(server, { link: -1, tries: tries + 1 });
  if (serving || tries + 1 >= MOST_TRIES) lookForLeader(server);
  else turn.setTimer(ENSEMBLE_SLOTS.follow, turn.now + RETRY);
}

/** The leader's history takes the place of its own: what was logged here and nowhere else is gone (TRUNC, SNAP). */
export function historyTaken(server: Server, snapshot: ZkSnapshot): void {
  const { epoch, counter, zxid, nextSession, root, sessions } = snapshot;
  server.state = {
    ...server.state,
    root,
    zxid,
    nextSession,
    watches: [],
    sessions: sessions.map((session) => ({ ...session, connection: null })),
  };
  setEnsemble(server, { epoch, counter, log: [] });
  acknowledge(server);
}

function acknowledge(server: Server): void {
  const { link, counter } = ensembleOf(server);
  server.turn.send(link, { type: 'ZkAck', counter }, { oneWay: true });
}

/** A quorum has the leader's history. */
export function upToDate(server: Server): void {
  setEnsemble(server, { serving: true, tries: 0 });
  server.turn.clearTimer(ENSEMBLE_SLOTS.init);
  leaderHeard(server);
}

export function proposed(server: Server, proposal: ZkProposed): void {
  setEnsemble(server, { log: [...ensembleOf(server).log, proposal], counter: proposal.counter });
  acknowledge(server);
}

export function committed(server: Server, counter: number): void {
  const [first, ...rest] = ensembleOf(server).log;
  if (first === undefined || first.counter !== counter) return;
  setEnsemble(server, { log: rest });
  apply(server, first, false);
}

/** What a client wants written goes to the leader. */
export function forward(server: Server, transaction: ZkTransaction, connection: ConnectionId): void {
  server.turn.send(ensembleOf(server).link, { type: 'ZkForward', transaction, connection }, { oneWay: true });
}

/** The leader lives; it is told which clients do. */
export function leaderPinged(server: Server): void {
  const { link, touched } = ensembleOf(server);
  server.turn.send(link, { type: 'ZkLearnerPing', touched }, { oneWay: true });
  setEnsemble(server, { touched: [] });
  leaderHeard(server);
}

function leaderHeard(server: Server): void {
  server.turn.setTimer(ENSEMBLE_SLOTS.silence, server.turn.now + syncLimit(server));
}
