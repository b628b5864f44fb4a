import { setup } from 'xstate';
import { initialOf, move, type Kept } from '../../machine.ts';
import type { ClassicGroupState } from './state.ts';

/** What a change of a group's state means. */
export type GroupAction = 'prepareRebalance' | 'awaitAssignment' | 'settle' | 'empty' | 'bury';

/** In Kafka's order (ClassicGroupState). */
export const CLASSIC_GROUP_STATES: readonly ClassicGroupState[] = [
  'Empty',
  'PreparingRebalance',
  'CompletingRebalance',
  'Stable',
  'Dead',
];

const nothing = (): void => undefined;
const prepare = { PreparingRebalance: { target: 'PreparingRebalance', actions: 'prepareRebalance' } } as const;
const die = { Dead: { target: 'Dead', actions: 'bury' } } as const;

/** States are reached by their own names; which state may follow which is ClassicGroupState.validPreviousStates. */
export const classicGroupMachine = setup({
  types: { events: {} as { readonly type: ClassicGroupState } },
  actions: {
    prepareRebalance: nothing,
    awaitAssignment: nothing,
    settle: nothing,
    empty: nothing,
    bury: nothing,
  },
}).createMachine({
  id: 'classicGroup',
  initial: 'Empty',
  states: {
    Empty: { on: { ...prepare, ...die } },
    PreparingRebalance: {
      on: {
        CompletingRebalance: { target: 'CompletingRebalance', actions: 'awaitAssignment' },
        Empty: { target: 'Empty', actions: 'empty' },
        ...die,
      },
    },
    CompletingRebalance: { on: { Stable: { target: 'Stable', actions: 'settle' }, ...prepare, ...die } },
    Stable: { on: { ...prepare, ...die } },
    // It may be unloaded twice.
    Dead: { on: { Dead: { actions: 'bury' } } },
  },
});

const initial = initialOf<ClassicGroupState, null>(classicGroupMachine, null);

/** Every transition, taken once from the machine: there are twenty-five. */
const moves: readonly (readonly (GroupAction | null)[])[] = CLASSIC_GROUP_STATES.map((value) =>
  CLASSIC_GROUP_STATES.map((type) => {
    const kept: Kept<ClassicGroupState> = { ...initial, value };
    const [action] = move<ClassicGroupState, null>(classicGroupMachine, kept, { type }).actions;
    return action === undefined ? null : (action.type as GroupAction);
  }),
);

/** What a change from one state to another means; null when Kafka does not allow it. */
export function groupMove(from: ClassicGroupState, to: ClassicGroupState): GroupAction | null {
  return moves[CLASSIC_GROUP_STATES.indexOf(from)]?.[CLASSIC_GROUP_STATES.indexOf(to)] ?? null;
}

/** ClassicGroup.canRebalance: may a rebalance begin in this state? */
export function canRebalance(state: ClassicGroupState): boolean {
  return groupMove(state, 'PreparingRebalance') !== null;
}
