import { setup } from 'xstate';
import { initialOf, move, type Kept } from '../machine.ts';

/** kafka.controller.ReplicaState. */
export type ReplicaStateName =
  | 'NewReplica'
  | 'OnlineReplica'
  | 'OfflineReplica'
  | 'ReplicaDeletionStarted'
  | 'ReplicaDeletionSuccessful'
  | 'ReplicaDeletionIneligible'
  | 'NonExistentReplica';

/** What a change of a replica's state asks of the controller. */
export type ReplicaAction =
  | 'addReplica'
  | 'joinAssignment'
  | 'sendLeaderAndIsr'
  | 'stopAndLeaveIsr'
  | 'deleteReplica'
  | 'noteDeleted'
  | 'noteIneligible'
  | 'forget';

export const REPLICA_STATES: readonly ReplicaStateName[] = [
  'NonExistentReplica',
  'NewReplica',
  'OnlineReplica',
  'OfflineReplica',
  'ReplicaDeletionStarted',
  'ReplicaDeletionSuccessful',
  'ReplicaDeletionIneligible',
];

const nothing = (): void => undefined;
const online = { target: 'OnlineReplica', actions: 'sendLeaderAndIsr' } as const;
const offline = { target: 'OfflineReplica', actions: 'stopAndLeaveIsr' } as const;
const ineligible = { target: 'ReplicaDeletionIneligible', actions: 'noteIneligible' } as const;

/** States are reached by their own names; which state may follow which is Kafka's table of valid previous states (ReplicaStateMachine.scala). */
export const replicaMachine = setup({
  types: { events: {} as { readonly type: ReplicaStateName } },
  actions: {
    addReplica: nothing,
    joinAssignment: nothing,
    sendLeaderAndIsr: nothing,
    stopAndLeaveIsr: nothing,
    deleteReplica: nothing,
    noteDeleted: nothing,
    noteIneligible: nothing,
    forget: nothing,
  },
}).createMachine({
  id: 'replicaState',
  initial: 'NonExistentReplica',
  states: {
    NonExistentReplica: { on: { NewReplica: { target: 'NewReplica', actions: 'addReplica' } } },
    NewReplica: {
      on: { OnlineReplica: { target: 'OnlineReplica', actions: 'joinAssignment' }, OfflineReplica: offline },
    },
    OnlineReplica: { on: { OnlineReplica: online, OfflineReplica: offline } },
    OfflineReplica: {
      on: {
        OnlineReplica: online,
        OfflineReplica: offline,
        ReplicaDeletionStarted: { target: 'ReplicaDeletionStarted', actions: 'deleteReplica' },
        ReplicaDeletionIneligible: ineligible,
      },
    },
    ReplicaDeletionStarted: {
      on: {
        ReplicaDeletionSuccessful: { target: 'ReplicaDeletionSuccessful', actions: 'noteDeleted' },
        ReplicaDeletionIneligible: ineligible,
      },
    },
    ReplicaDeletionSuccessful: { on: { NonExistentReplica: { target: 'NonExistentReplica', actions: 'forget' } } },
    ReplicaDeletionIneligible: { on: { OnlineReplica: online, OfflineReplica: offline } },
  },
});

export interface ReplicaMove {
  readonly kept: Kept<ReplicaStateName>;
  readonly action: ReplicaAction;
}

const kepts: readonly Kept<ReplicaStateName>[] = REPLICA_STATES.map((value) => ({
  ...initialOf<ReplicaStateName, null>(replicaMachine, null),
  value,
}));

/** Every transition, taken once from the machine: there are only forty-nine, and thousands of replicas take the same ones. */
const moves: readonly (readonly (ReplicaMove | null)[])[] = kepts.map((from) =>
  REPLICA_STATES.map((type, to) => {
    const moved = move<ReplicaStateName, null>(replicaMachine, from, { type });
    const [action] = moved.actions;
    return action === undefined
      ? null
      : { kept: kepts[to] as Kept<ReplicaStateName>, action: action.type as ReplicaAction };
  }),
);

/** A replica in this state, as a controller that loads finds it. */
export function replicaIn(state: ReplicaStateName): Kept<ReplicaStateName> {
  return kepts[REPLICA_STATES.indexOf(state)] as Kept<ReplicaStateName>;
}

/** The move to another state; null when Kafka does not allow it. */
export function replicaMove(from: Kept<ReplicaStateName>, to: ReplicaStateName): ReplicaMove | null {
  return moves[REPLICA_STATES.indexOf(from.value)]?.[REPLICA_STATES.indexOf(to)] ?? null;
}
