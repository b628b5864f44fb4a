import { setup } from 'xstate';
import { move, type Kept } from '../machine.ts';

/**
 * org.apache.zookeeper.ZooKeeper.States as far as a broker meets them, and Kafka's view of an expired session
 * (KeeperState.Expired): it is final for ZooKeeper's client, and Kafka then makes a new one.
 */
export type ZkSessionState = 'NOT_CONNECTED' | 'CONNECTING' | 'CONNECTED' | 'CLOSED' | 'EXPIRED';

export type SessionStimulus =
  /** The process wants a session. */
  | { readonly type: 'open' }
  /** There is a connection to a server. */
  | { readonly type: 'connected' }
  /** The server has made a new session, or taken up the old one. */
  | { readonly type: 'opened' }
  | { readonly type: 'resumed' }
  /** The server does not know the session any more. */
  | { readonly type: 'expired' }
  | { readonly type: 'lost' }
  | { readonly type: 'retry' }
  /** The process wants to end the session; the server has done so. */
  | { readonly type: 'close' }
  | { readonly type: 'closed' };

export type SessionAction =
  'connect' | 'introduce' | 'begin' | 'resume' | 'backOff' | 'startAnew' | 'sayGoodbye' | 'hangUp';

const nothing = (): void => undefined;

/** The session of a broker with ZooKeeper (ClientCnxn, kafka.zookeeper.ZooKeeperClient). */
export const sessionMachine = setup({
  types: { events: {} as SessionStimulus },
  actions: {
    connect: nothing,
    introduce: nothing,
    begin: nothing,
    resume: nothing,
    backOff: nothing,
    startAnew: nothing,
    sayGoodbye: nothing,
    hangUp: nothing,
  },
}).createMachine({
  id: 'zookeeperSession',
  initial: 'NOT_CONNECTED',
  states: {
    NOT_CONNECTED: { on: { open: { target: 'CONNECTING', actions: 'connect' }, close: 'CLOSED' } },
    CONNECTING: {
      on: {
        connected: { actions: 'introduce' },
        opened: { target: 'CONNECTED', actions: 'begin' },
        resumed: { target: 'CONNECTED', actions: 'resume' },
        expired: { target: 'EXPIRED', actions: 'startAnew' },
        lost: { actions: 'backOff' },
        retry: { actions: 'connect' },
        close: { target: 'CLOSED', actions: 'hangUp' },
      },
    },
    CONNECTED: {
      on: {
        lost: { target: 'CONNECTING', actions: 'backOff' },
        close: { actions: 'sayGoodbye' },
        closed: { target: 'CLOSED', actions: 'hangUp' },
      },
    },
    EXPIRED: { on: { open: { target: 'CONNECTING', actions: 'connect' }, close: 'CLOSED' } },
    CLOSED: {},
  },
});

/** One transition of a session: the state kept, and what is to be done, in order. */
export function moveSession(
  kept: Kept<ZkSessionState>,
  stimulus: SessionStimulus,
): { readonly kept: Kept<ZkSessionState>; readonly actions: readonly SessionAction[] } {
  const moved = move<ZkSessionState, null>(sessionMachine, kept, stimulus);
  return { kept: moved.kept, actions: moved.actions.map((action) => action.type as SessionAction) };
}
