import type { ZkProposed, ZkTransaction } from '../../protocol/zookeeper-quorum.ts';
import type { ConnectionId } from '../../world.ts';
import { restartSessions, touch } from '../sessions.ts';
import { apply } from './apply.ts';
import { become, lookForLeader } from './election.ts';
import type { Learner } from './state.ts';
import { ENSEMBLE_SLOTS, ensembleOf, initLimit, isQuorum, setEnsemble, syncLimit, tick, type Server } from './work.ts';

/*
 * A leader: it gives its history to a quorum, then puts every write in its place, and commits it when a quorum has it in its log
 * (Leader, LearnerHandler; Zab). It alone lets sessions expire.
 */

/** The server leads from now on, if a quorum follows within initLimit ticks. */
export function lead(server: Server): void {
  const { turn } = server;
  become(server, 'LEADING', server.state.serverId);
  turn.setTimer(ENSEMBLE_SLOTS.init, turn.now + initLimit(server));
}

/** A follower has introduced itself: as soon as they are a quorum, the new epoch begins. */
export function learnerJoined(server: Server, id: number, connection: ConnectionId, epoch: number): void {
  const others = ensembleOf(server).learners.filter((learner) => learner.server !== id);
  const learner: Learner = { server: id, connection, epoch, told: false, acked: -1, heardAt: server.turn.now };
  setEnsemble(server, { learners: [...others, learner] });
  const begun = others.some(({ told }) => told) || ensembleOf(server).serving;
  if (begun) tellHistory(server);
  else if (isQuorum(ensembleOf(server), others.length + 2)) beginEpoch(server);
}

/** The leader's history is what is committed: whatever is in its log is done now (Leader.lead: newEpoch, zxid = epoch << 32). */
function beginEpoch(server: Server): void {
  const { epoch: own, learners, log } = ensembleOf(server);
  const epoch = Math.max(own, ...learners.map((learner) => learner.epoch)) + 1;
  setEnsemble(server, { epoch, log: [] });
  for (const proposal of log) apply(server, { ...proposal, server: -1, connection: -1 }, true);
  server.state = { ...server.state, zxid: epoch * 2 ** 32 };
  tellHistory(server);
}

function tellHistory(server: Server): void {
  const { turn } = server;
  const { epoch, counter, log, learners } = ensembleOf(server);
  const { root, zxid, nextSession, sessions } = server.state;
  const committed = counter - log.length;
  for (const { told, connection } of learners) {
    if (told) continue;
    turn.notify(connection, { type: 'ZkSnapshot', epoch, counter: committed, zxid, nextSession, root, sessions });
    for (const proposal of log) turn.notify(connection, { type: 'ZkProposal', proposed: proposal });
  }
  setEnsemble(server, { learners: learners.map((learner) => (learner.told ? learner : { ...learner, told: true })) });
}

/** A follower has the leader's history, or a proposal, in its log. */
export function acknowledged(server: Server, connection: ConnectionId, counter: number): void {
  const before = ensembleOf(server);
  const learner = before.learners.find((each) => each.connection === connection);
  if (learner === undefined) return;
  const { turn } = server;
  setEnsemble(server, {
    learners: before.learners.map((each) => (each === learner ? { ...each, acked: counter, heardAt: turn.now } : each)),
  });
  if (before.serving) {
    if (learner.acked < 0) turn.notify(connection, { type: 'ZkUpToDate' });
    commitAgreed(server);
    return;
  }
  const synced = ensembleOf(server).learners.filter((each) => each.acked >= 0);
  if (!isQuorum(before, synced.length + 1)) return;
  setEnsemble(server, { serving: true });
  server.state = restartSessions(turn, server.state);
  turn.clearTimer(ENSEMBLE_SLOTS.init);
  for (const each of synced) turn.notify(each.connection, { type: 'ZkUpToDate' });
  beat(server);
}

/** Puts a transaction in its place and has it logged everywhere. */
export function propose(server: Server, transaction: ZkTransaction, by: number, connection: ConnectionId): void {
  const { counter, log, learners } = ensembleOf(server);
  const proposed: ZkProposed = { counter: counter + 1, transaction, server: by, connection };
  setEnsemble(server, { counter: counter + 1, log: [...log, proposed] });
  for (const learner of learners)
    if (learner.told) server.turn.notify(learner.connection, { type: 'ZkProposal', proposed });
}

/** What a quorum has is committed, in order. */
function commitAgreed(server: Server): void {
  for (;;) {
    const ensemble = ensembleOf(server);
    const [first, ...rest] = ensemble.log;
    if (first === undefined) return;
    const having = ensemble.learners.filter((learner) => learner.acked >= first.counter).length;
    if (!isQuorum(ensemble, having + 1)) return;
    setEnsemble(server, { log: rest });
    for (const { told, connection } of ensemble.learners)
      if (told) server.turn.notify(connection, { type: 'ZkCommit', counter: first.counter });
    apply(server, first, true);
  }
}

/** Every half tick the leader asks its followers for a sign of life; without a quorum of them it leads no more. */
export function beat(server: Server): void {
  const { turn } = server;
  const { learners } = ensembleOf(server);
  const oldest = turn.now - syncLimit(server);
  const heard = learners.filter((learner) => learner.acked >= 0 && learner.heardAt >= oldest).length;
  if (!isQuorum(ensembleOf(server), heard + 1)) {
    lookForLeader(server);
    return;
  }
  for (const { acked, connection } of learners) if (acked >= 0) turn.notify(connection, { type: 'ZkLeaderPing' });
  turn.setTimer(ENSEMBLE_SLOTS.tick, turn.now + Math.floor(tick(server) / 2));
}

/** A follower lives, and so do these clients of it. */
export function learnerHeard(server: Server, connection: ConnectionId, touched: readonly number[]): void {
  const { learners } = ensembleOf(server);
  setEnsemble(server, {
    learners: learners.map((each) => (each.connection === connection ? { ...each, heardAt: server.turn.now } : each)),
  });
  for (const id of touched) server.state = touch(server.turn, server.state, id);
}

export function learnerLost(server: Server, connection: ConnectionId): void {
  const { learners } = ensembleOf(server);
  const left = learners.filter((learner) => learner.connection !== connection);
  if (left.length < learners.length) setEnsemble(server, { learners: left });
}
