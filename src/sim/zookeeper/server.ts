import type { CrashKind } from '../intervention.ts';
import type { Behaviour, Stimulus, Turn } from '../turn.ts';
import { handleInEnsemble } from './ensemble/server.ts';
import { newEnsemble } from './ensemble/state.ts';
import { carryOut, forgetConnection, setWatches } from './serving.ts';
import { closeSession, expireDue, hear, openOrResume, restartSessions, sessionOf } from './sessions.ts';
import type { ZooKeeperState } from './state.ts';
import { EMPTY_ROOT } from './znode-tree.ts';

/** ZooKeeperServer.DEFAULT_TICK_TIME; the zookeeper.properties that come with Kafka leave it so. */
const TICK_TIME_MS = 3000;

/**
 * A ZooKeeper server that has never run.
 * @param members how many servers the ensemble has
 */
export function newZooKeeperState(serverId: number, members = 1): ZooKeeperState {
  return {
    serverId,
    tickTimeMs: TICK_TIME_MS,
    root: EMPTY_ROOT,
    zxid: 0,
    nextSession: 1,
    sessions: [],
    watches: [],
    newcomers: [],
    ensemble: members > 1 ? newEnsemble(members) : null,
  };
}

/** A ZooKeeper server: sessions, a tree of znodes, watches (org.apache.zookeeper.server.ZooKeeperServer). */
export const zooKeeperBehaviour: Behaviour<ZooKeeperState> = {
  handle(turn, state, stimulus) {
    if (state.ensemble !== null) return handleInEnsemble(turn, state, stimulus);
    switch (stimulus.type) {
      case 'start':
        return restartSessions(turn, state);
      case 'stop':
        turn.exit();
        return state;
      case 'timer':
        return expireDue(turn, state, stimulus.slot);
      case 'closed':
        return forgetConnection(state, stimulus.connection);
      case 'request':
        return serve(turn, state, stimulus);
      case 'connected':
      case 'disconnected':
      case 'response':
      case 'notification':
      case 'intervention':
        return state;
    }
  },
  crash: (state, kind) => afterCrash(state, kind),
};

/** Znodes and sessions are logged before an answer leaves, so only a lost disk loses them. Watches and connections are memory. */
function afterCrash(state: ZooKeeperState, kind: CrashKind | 'clean'): ZooKeeperState {
  const { ensemble } = state;
  if (kind === 'disk') return newZooKeeperState(state.serverId, ensemble?.members);
  return {
    ...state,
    watches: [],
    newcomers: [],
    sessions: state.sessions.map((session) => ({ ...session, connection: null })),
    ensemble: ensemble === null ? null : newEnsemble(ensemble.members, ensemble),
  };
}

function serve(
  turn: Turn,
  state: ZooKeeperState,
  stimulus: Extract<Stimulus, { readonly type: 'request' }>,
): ZooKeeperState {
  const { body, connection } = stimulus;
  if (body.type === 'ZkConnectRequest') return openOrResume(turn, state, stimulus.peer, connection, body);
  const session = sessionOf(state, connection);
  if (session === null) {
    // Its session has ended: the server hangs up, and the client learns more when it comes back.
    turn.respondNothing(connection);
    turn.close(connection);
    return state;
  }
  const heard = hear(turn, state, session);
  switch (body.type) {
    case 'ZkPingRequest':
      turn.respond(connection, { type: 'ZkPingResponse' });
      return heard;
    case 'ZkCloseSessionRequest': {
      const next = closeSession(turn, heard, session);
      turn.respond(connection, { type: 'ZkCloseSessionResponse' });
      return next;
    }
    case 'ZkSetWatchesRequest':
      return setWatches(turn, heard, session, connection, body);
    case 'ZkRequest':
      return carryOut(turn, heard, session, connection, body, true);
    default:
      turn.respondNothing(connection);
      return heard;
  }
}
