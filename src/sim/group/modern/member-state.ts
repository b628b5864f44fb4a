import { setup } from 'xstate';
import { move } from '../../machine.ts';
import type { MemberState } from './state.ts';

export type MemberStimulus =
  /** It has something that its target does not hold, and has not given it back yet. */
  | { readonly type: 'mustRevoke' }
  /** Its target holds something that another member has not given back yet. */
  | { readonly type: 'mustWait' }
  /** It has what its target holds. */
  | { readonly type: 'arrived' };

const on = { mustRevoke: 'UNREVOKED_PARTITIONS', mustWait: 'UNRELEASED_PARTITIONS', arrived: 'STABLE' } as const;

/** The way of a member towards its target (modern.MemberState, CurrentAssignmentBuilder): targets may change under way, so each state leads to each. */
export const memberMachine = setup({ types: { events: {} as MemberStimulus } }).createMachine({
  id: 'consumerGroupMember',
  initial: 'STABLE',
  states: { STABLE: { on }, UNREVOKED_PARTITIONS: { on }, UNRELEASED_PARTITIONS: { on } },
});

/** A member's state after a stimulus. */
export function nextMemberState(value: MemberState, type: MemberStimulus['type']): MemberState {
  return move<MemberState, null>(memberMachine, { value, context: null }, { type }).kept.value;
}
