import { setup } from 'xstate';
import { move } from '../../machine.ts';
import type { ConsumerGroup, ConsumerGroupMember, ConsumerGroupState } from './state.ts';

export type GroupStimulus =
  /** Nobody is in the group. */
  | { readonly type: 'emptied' }
  /** The group epoch is ahead of the target's. */
  | { readonly type: 'outdated' }
  /** There is a target, and a member that has not arrived at it. */
  | { readonly type: 'unreconciled' }
  /** Every member is at the target's epoch and STABLE. */
  | { readonly type: 'reconciled' }
  /** The group's records are tombstones: it is no more. */
  | { readonly type: 'deleted' };

const on = { emptied: 'Empty', outdated: 'Assigning', unreconciled: 'Reconciling', reconciled: 'Stable' } as const;

/** ConsumerGroup.ConsumerGroupState: what the records of a group amount to. Only a group without members can be deleted. */
export const groupMachine = setup({ types: { events: {} as GroupStimulus } }).createMachine({
  id: 'consumerGroup',
  initial: 'Empty',
  states: {
    Empty: { on: { ...on, deleted: 'Dead' } },
    Assigning: { on },
    Reconciling: { on },
    Stable: { on },
    Dead: {},
  },
});

/** Has the member arrived at the target of that epoch (ModernGroupMember.isReconciledTo)? */
export function isReconciledTo({ state, memberEpoch }: ConsumerGroupMember, targetAssignmentEpoch: number): boolean {
  return state === 'STABLE' && memberEpoch === targetAssignmentEpoch;
}

/** The state that a group's epochs and members amount to (ConsumerGroup.maybeUpdateGroupState). */
export function nextGroupState(group: ConsumerGroup, deleted = false): ConsumerGroupState {
  const type = deleted ? 'deleted' : stimulusOf(group);
  // Most records leave the state as it is: no need to run the machine for them.
  if (type !== 'deleted' && on[type] === group.state) return group.state;
  return move<ConsumerGroupState, null>(groupMachine, { value: group.state, context: null }, { type }).kept.value;
}

function stimulusOf({ members, groupEpoch, targetAssignmentEpoch }: ConsumerGroup): GroupStimulus['type'] {
  const ids = Object.keys(members);
  if (ids.length === 0) return 'emptied';
  if (groupEpoch > targetAssignmentEpoch) return 'outdated';
  for (const id of ids) {
    const member = members[id];
    if (member !== undefined && !isReconciledTo(member, targetAssignmentEpoch)) return 'unreconciled';
  }
  return 'reconciled';
}
