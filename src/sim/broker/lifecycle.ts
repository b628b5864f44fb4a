import { setup } from 'xstate';

import { assert } from '../../lib/assert.ts';
import { initialOf, move, type Kept } from '../machine.ts';
import type { Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import type { BrokerLifecycle } from './state.ts';

/** What moves a broker from one state to the next. */
export type LifecycleStimulus =
  /** The process has started. */
  | { readonly type: 'start' }
  /** Its logs are there; what an unclean end left open is put right. In KRaft mode: and it has the metadata up to its registration. */
  | { readonly type: 'logsLoaded' }
  /** It is registered in ZooKeeper, in KRaft mode unfenced, and takes requests. */
  | { readonly type: 'registered' }
  /** It was asked to stop, and moves its leaderships first. */
  | { readonly type: 'controlledShutdown' }
  /** It stops: nothing is left to move, or nobody helps it to. */
  | { readonly type: 'shutDown' }
  | { readonly type: 'stopped' };

/** Kafka's BrokerState, with the transitions that its own comment lists, and a stop without controlled shutdown. */
export const brokerLifecycle = setup({ types: { events: {} as LifecycleStimulus } }).createMachine({
  id: 'brokerLifecycle',
  initial: 'NOT_RUNNING',
  states: {
    NOT_RUNNING: { on: { start: 'STARTING' } },
    STARTING: { on: { logsLoaded: 'RECOVERY' } },
    RECOVERY: { on: { registered: 'RUNNING' } },
    RUNNING: { on: { controlledShutdown: 'PENDING_CONTROLLED_SHUTDOWN', shutDown: 'SHUTTING_DOWN' } },
    PENDING_CONTROLLED_SHUTDOWN: { on: { shutDown: 'SHUTTING_DOWN' } },
    SHUTTING_DOWN: { on: { stopped: 'NOT_RUNNING' } },
  },
});

/** A broker whose process does not run. */
export function notRunning(): Kept<BrokerLifecycle> {
  return initialOf(brokerLifecycle, null);
}

/**
 * Moves the broker and says so.
 * @param waitingFor what keeps it in the new state, in words
 */
export function enter(d: BrokerDraft, stimulus: LifecycleStimulus, waitingFor: string | null = null): Seq {
  const from = d.base.lifecycle;
  const { kept } = move(brokerLifecycle, from, stimulus);
  assert(kept.value !== from.value, () => `a broker in state ${from.value} must know what to do on ${stimulus.type}`);
  d.set({ lifecycle: kept, waitingFor });
  return d.turn.emit('BrokerStateChanged', {
    broker: d.base.brokerId,
    from: from.value,
    to: kept.value,
    waitingFor,
  });
}

/** Does the broker answer requests? */
export function takesRequests(lifecycle: BrokerLifecycle): boolean {
  return lifecycle === 'RUNNING' || lifecycle === 'PENDING_CONTROLLED_SHUTDOWN';
}
