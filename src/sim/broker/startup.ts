import type { Turn } from '../turn.ts';
import { openSession } from '../zookeeper/client.ts';
import { BrokerDraft } from './draft.ts';
import { enter, takesRequests } from './lifecycle.ts';
import { serve } from './requests.ts';
import { startSchedule } from './schedule.ts';
import { settle } from './settle.ts';
import type { BrokerState } from './state.ts';

/** The process has started: first of all it needs ZooKeeper (KafkaServer.startup). */
export function startUp(d: BrokerDraft): void {
  enter(d, { type: 'start' }, 'a session with ZooKeeper; none is open yet');
  const { lost, brokerId: broker } = d.base;
  for (const { partition, from, to } of lost) d.turn.emit('LogLost', { partition, broker, from, to });
  // The marker of a clean stop is taken away: the next end may be another.
  d.set({ lost: [], cleanShutdown: false });
  d.hand((state) => openSession(d.turn, state));
}

/** There is a session with ZooKeeper: the logs are loaded, and recovered where the last end was not clean (LogManager.startup). */
export function sessionSeen(d: BrokerDraft): void {
  const { lifecycle, zk } = d.base;
  if (lifecycle.value !== 'STARTING' || zk.session.value !== 'CONNECTED') return;
  enter(d, { type: 'logsLoaded' }, 'its registration in ZooKeeper; the session is open');
}

/**
 * The broker is registered: /brokers/ids/N is its own, and `brokerEpoch` is set. At a start it now takes requests, those that came
 * too early first; after an expired session it goes on as it was.
 */
export function brokerRegistered(turn: Turn, broker: BrokerState): BrokerState {
  const d = new BrokerDraft(turn, broker);
  if (takesRequests(broker.lifecycle.value)) return broker;
  if (broker.lifecycle.value === 'STARTING') enter(d, { type: 'logsLoaded' });
  enter(d, { type: 'registered' });
  startSchedule(d);
  serveHeld(d);
  settle(d);
  return d.seal();
}

/** The broker takes requests from now on: those that came too early first (SocketServer.enableRequestProcessing). */
export function serveHeld(d: BrokerDraft): void {
  const { turn } = d;
  const { held } = d.base;
  const { cause } = turn;
  d.set({ held: [] });
  for (const request of held) {
    turn.cause = request.cause;
    d.latest = request.cause;
    serve(d, request);
  }
  turn.cause = cause;
}
