import { controllerAnswered, controllerNotified, sessionLost } from '../controller/controller.ts';
import { adminAnswered } from '../controller/admin/admin.ts';
import type { BrokerState } from '../broker/state.ts';
import { fromMs, MS, toMs } from '../time.ts';
import type { Stimulus, Turn } from '../turn.ts';
import type { ZkClientState } from './client-state.ts';
import { configsAnswered, configsNotified, HOSTING_TAG } from './configs.ts';
import { CONFIG_CHANGES_PATH, FEATURE_PATH } from './paths.ts';
import { featureNotified, registrationAnswered, retryRegistration, sessionBegun } from './registration.ts';
import {
  pingInterval,
  requeueAsked,
  sendQueued,
  takeAnswer,
  withoutFired,
  ZK_SLOTS,
  type ZkAnswer,
} from './requests.ts';
import { moveSession, type SessionAction, type SessionStimulus } from './session-machine.ts';

export { zkRequest } from './requests.ts';

/** ClientCnxn waits so long, and up to as long again, before it tries servers again that it has all tried. */
const RECONNECT_BACKOFF_MS = 1000;

/**
 * The broker's process opens a session with ZooKeeper. When there is one the broker registers itself and stands for controller;
 * requests asked for before wait.
 */
export function openSession(turn: Turn, broker: BrokerState): BrokerState {
  const timeoutMs = toMs(broker.config.zookeeperSessionTimeout);
  return advance(turn, { ...broker, zk: { ...broker.zk, timeoutMs } }, { type: 'open' });
}

/**
 * Ends the session: its ephemerals (/brokers/ids/N, and /controller where this broker is it) go at once. Done when
 * `broker.zk.session.value` is `CLOSED`; without a connection that is now, and the session expires by itself.
 */
export function closeSession(turn: Turn, broker: BrokerState): BrokerState {
  const resigned = sessionLost(turn, broker);
  return advance(turn, { ...resigned, zk: { ...resigned.zk, closing: true } }, { type: 'close' });
}

/** Reacts to what concerns the broker's session with ZooKeeper: its connection, and timer slots 16 to 27. */
export function handleZk(turn: Turn, broker: BrokerState, stimulus: Stimulus): BrokerState {
  switch (stimulus.type) {
    case 'connected':
      return advance(turn, broker, { type: 'connected' });
    case 'disconnected':
      return advance(turn, broker, broker.zk.closing ? { type: 'closed' } : { type: 'lost' });
    case 'response':
      return answered(turn, broker, stimulus);
    case 'notification':
      return notified(turn, broker, stimulus);
    case 'timer':
      return timeUp(turn, broker, stimulus.slot);
    case 'start':
    case 'stop':
    case 'closed':
    case 'request':
    case 'intervention':
      return broker;
  }
}

function timeUp(turn: Turn, broker: BrokerState, slot: number): BrokerState {
  const { zk } = broker;
  if (slot === ZK_SLOTS.reconnect) return advance(turn, broker, { type: 'retry' });
  if (slot === ZK_SLOTS.registration) return retryRegistration(turn, broker);
  if (
    slot === ZK_SLOTS.ping &&
    zk.session.value === 'CONNECTED' &&
    zk.connection !== null &&
    turn.isOpen(zk.connection)
  ) {
    turn.send(zk.connection, { type: 'ZkPingRequest' }, { timeout: pingInterval(zk) });
    turn.setTimer(ZK_SLOTS.ping, turn.now + pingInterval(zk));
  }
  return broker;
}

function answered(
  turn: Turn,
  broker: BrokerState,
  stimulus: Extract<Stimulus, { readonly type: 'response' }>,
): BrokerState {
  const { body } = stimulus;
  const { zk } = broker;
  switch (body.type) {
    case 'ZkConnectResponse': {
      if (body.timeOutMs === 0) return advance(turn, broker, { type: 'expired' });
      const known = zk.sessionId !== 0;
      const granted: ZkClientState = { ...zk, sessionId: body.sessionId, timeoutMs: body.timeOutMs, tried: 0 };
      return advance(turn, { ...broker, zk: granted }, { type: known ? 'resumed' : 'opened' });
    }
    case 'ZkCloseSessionResponse':
      return advance(turn, broker, { type: 'closed' });
    case 'ZkResponse': {
      const taken = takeAnswer(turn, zk, body);
      const next = { ...broker, zk: taken.zk };
      return taken.answer === null ? next : routed(turn, next, taken.answer);
    }
    default:
      return broker;
  }
}

function routed(turn: Turn, broker: BrokerState, answer: ZkAnswer): BrokerState {
  const at = answer.tag.indexOf(':');
  const rest = answer.tag.slice(at + 1);
  switch (answer.tag.slice(0, at)) {
    case 'registration':
      return registrationAnswered(turn, broker, rest, answer.results);
    case 'configs':
      return configsAnswered(turn, broker, rest, answer);
    case 'controller':
      return controllerAnswered(turn, broker, Number(rest), answer.results);
    case 'admin':
      return adminAnswered(turn, broker, Number(rest), answer.results);
    default:
      return broker;
  }
}

function notified(
  turn: Turn,
  broker: BrokerState,
  stimulus: Extract<Stimulus, { readonly type: 'notification' }>,
): BrokerState {
  const { body } = stimulus;
  if (body.type !== 'ZkWatcherEvent') return broker;
  const next = { ...broker, zk: { ...broker.zk, watches: withoutFired(broker.zk.watches, body.path, body.event) } };
  if (body.path === CONFIG_CHANGES_PATH) return configsNotified(turn, next);
  if (body.path === FEATURE_PATH) return featureNotified(turn, next);
  return controllerNotified(turn, next, body);
}

function advance(turn: Turn, broker: BrokerState, stimulus: SessionStimulus): BrokerState {
  const moved = moveSession(broker.zk.session, stimulus);
  let next: BrokerState =
    moved.kept === broker.zk.session ? broker : { ...broker, zk: { ...broker.zk, session: moved.kept } };
  for (const action of moved.actions) next = perform(turn, next, action);
  return next;
}

function perform(turn: Turn, broker: BrokerState, action: SessionAction): BrokerState {
  const { zk } = broker;
  const servers = turn.setup.zookeeperNodes;
  switch (action) {
    case 'connect': {
      // A list of several servers is shuffled (StaticHostProvider).
      if (zk.connection === null && zk.sessionId === 0 && zk.tried === 0 && servers.length > 1)
        return connectTo(turn, broker, turn.draw(servers.length));
      return connectTo(turn, broker, zk.server);
    }
    case 'introduce':
      introduce(turn, zk, toMs(broker.config.zookeeperSessionTimeout));
      return broker;
    case 'begin':
      turn.setTimer(ZK_SLOTS.ping, turn.now + pingInterval(zk));
      return sessionBegun(turn, { ...broker, zk: sendQueued(turn, zk) });
    case 'resume':
      turn.setTimer(ZK_SLOTS.ping, turn.now + pingInterval(zk));
      askWatchesAgain(turn, zk);
      return { ...broker, zk: sendQueued(turn, zk) };
    case 'backOff':
      return { ...broker, zk: backOff(turn, zk, servers.length) };
    case 'startAnew': {
      const resigned = sessionLost(turn, broker);
      const { startedUp, lastConfigChange, timeoutMs, server, session } = resigned.zk;
      const unanswered = [...resigned.zk.asked, ...resigned.zk.queued];
      hangUp(turn, resigned.zk);
      const fresh: ZkClientState = {
        session,
        connection: null,
        sessionId: 0,
        timeoutMs,
        server,
        tried: 0,
        lastZxid: 0,
        queued: unanswered.filter((call) => call.tag === HOSTING_TAG),
        asked: [],
        watches: [],
        closing: false,
        startedUp,
        lastConfigChange,
      };
      return advance(turn, { ...resigned, zk: fresh }, { type: 'open' });
    }
    case 'sayGoodbye':
      if (zk.connection !== null && turn.isOpen(zk.connection))
        turn.send(zk.connection, { type: 'ZkCloseSessionRequest' }, { timeout: pingInterval(zk) });
      return broker;
    case 'hangUp':
      hangUp(turn, zk);
      return { ...broker, zk: { ...zk, connection: null, queued: [], asked: [], watches: [] } };
  }
}

function connectTo(turn: Turn, broker: BrokerState, server: number): BrokerState {
  const { zk } = broker;
  const servers = turn.setup.zookeeperNodes;
  const timeout = Math.floor(fromMs(zk.timeoutMs) / servers.length);
  const connection = turn.connect(servers[server] as number, timeout);
  return { ...broker, zk: { ...zk, connection, server } };
}

function introduce(turn: Turn, zk: ZkClientState, timeOutMs: number): void {
  if (zk.connection !== null)
    turn.send(
      zk.connection,
      { type: 'ZkConnectRequest', sessionId: zk.sessionId, timeOutMs },
      { timeout: pingInterval(zk) },
    );
}

function askWatchesAgain(turn: Turn, zk: ZkClientState): void {
  if (zk.connection === null || zk.watches.length === 0) return;
  const paths = (kind: string): readonly string[] =>
    zk.watches.filter((watch) => watch.kind === kind).map((watch) => watch.path);
  const body = {
    type: 'ZkSetWatchesRequest',
    relativeZxid: zk.lastZxid,
    dataWatches: paths('data'),
    existWatches: paths('exists'),
    childWatches: paths('children'),
  } as const;
  turn.send(zk.connection, body, { timeout: pingInterval(zk) });
}

function backOff(turn: Turn, zk: ZkClientState, servers: number): ZkClientState {
  const tried = zk.tried + 1;
  const wait = (tried % servers === 0 ? RECONNECT_BACKOFF_MS : 0) * MS + turn.draw(RECONNECT_BACKOFF_MS * MS);
  turn.clearTimer(ZK_SLOTS.ping);
  turn.setTimer(ZK_SLOTS.reconnect, turn.now + wait);
  return { ...requeueAsked(zk), connection: null, tried, server: (zk.server + 1) % servers };
}

function hangUp(turn: Turn, zk: ZkClientState): void {
  if (zk.connection !== null) turn.close(zk.connection);
  turn.clearTimer(ZK_SLOTS.ping);
  turn.clearTimer(ZK_SLOTS.reconnect);
  turn.clearTimer(ZK_SLOTS.registration);
}
