import type { ConsumerState } from '../../client/state.ts';
import { nodeOf } from '../../read/nodes.ts';
import type { NodeId } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** A member id of the consumer protocol, and whose it is or was: a process that starts again has another one. */
export interface MemberIdOf {
  readonly memberId: string;
  readonly node: NodeId;
}

/** Whose each member id has been: the ids of KIP-848 say nothing of their clients, which forget them when they end. */
export const memberIdsFold: Fold<readonly MemberIdOf[]> = {
  id: 'memberIds',
  entries: ['MembershipChanged'],
  start: () => [],
  take(state, { node }, world) {
    const member = (nodeOf(world, node).state as ConsumerState).group?.member;
    const memberId = member?.protocol === 'consumer' ? member.memberId : '';
    if (memberId === '' || state.some((one) => one.memberId === memberId)) return state;
    return [...state, { memberId, node }];
  },
};
