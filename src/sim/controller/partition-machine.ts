import { setup } from 'xstate';
import { initialOf, move, type Kept } from '../machine.ts';

/** kafka.controller.PartitionState. */
export type PartitionStateName = 'NonExistentPartition' | 'NewPartition' | 'OnlinePartition' | 'OfflinePartition';

/** What a change of a partition's state asks of the controller. */
export type PartitionAction = 'register' | 'initializeLeaderAndIsr' | 'electLeader' | 'markOffline' | 'forget';

export const PARTITION_STATES: readonly PartitionStateName[] = [
  'NonExistentPartition',
  'NewPartition',
  'OnlinePartition',
  'OfflinePartition',
];

const nothing = (): void => undefined;

/** States are reached by their own names; which state may follow which is Kafka's table of valid previous states (PartitionStateMachine.scala). */
export const partitionMachine = setup({
  types: { events: {} as { readonly type: PartitionStateName } },
  actions: {
    register: nothing,
    initializeLeaderAndIsr: nothing,
    electLeader: nothing,
    markOffline: nothing,
    forget: nothing,
  },
}).createMachine({
  id: 'partitionState',
  initial: 'NonExistentPartition',
  states: {
    NonExistentPartition: { on: { NewPartition: { target: 'NewPartition', actions: 'register' } } },
    NewPartition: {
      on: {
        OnlinePartition: { target: 'OnlinePartition', actions: 'initializeLeaderAndIsr' },
        OfflinePartition: { target: 'OfflinePartition', actions: 'markOffline' },
      },
    },
    OnlinePartition: {
      on: {
        OnlinePartition: { target: 'OnlinePartition', actions: 'electLeader' },
        OfflinePartition: { target: 'OfflinePartition', actions: 'markOffline' },
      },
    },
    OfflinePartition: {
      on: {
        OnlinePartition: { target: 'OnlinePartition', actions: 'electLeader' },
        OfflinePartition: { target: 'OfflinePartition', actions: 'markOffline' },
        NonExistentPartition: { target: 'NonExistentPartition', actions: 'forget' },
      },
    },
  },
});

export interface PartitionMove {
  readonly kept: Kept<PartitionStateName>;
  readonly action: PartitionAction;
}

const kepts: readonly Kept<PartitionStateName>[] = PARTITION_STATES.map((value) => ({
  ...initialOf<PartitionStateName, null>(partitionMachine, null),
  value,
}));

/** Every transition, taken once from the machine: there are only sixteen, and thousands of partitions take the same ones. */
const moves: readonly (readonly (PartitionMove | null)[])[] = kepts.map((from) =>
  PARTITION_STATES.map((type, to) => {
    const moved = move<PartitionStateName, null>(partitionMachine, from, { type });
    const [action] = moved.actions;
    return action === undefined
      ? null
      : { kept: kepts[to] as Kept<PartitionStateName>, action: action.type as PartitionAction };
  }),
);

/** A partition in this state, as a controller that loads finds it. */
export function partitionIn(state: PartitionStateName): Kept<PartitionStateName> {
  return kepts[PARTITION_STATES.indexOf(state)] as Kept<PartitionStateName>;
}

/** The move to another state; null when Kafka does not allow it. */
export function partitionMove(from: Kept<PartitionStateName>, to: PartitionStateName): PartitionMove | null {
  return moves[PARTITION_STATES.indexOf(from.value)]?.[PARTITION_STATES.indexOf(to)] ?? null;
}
