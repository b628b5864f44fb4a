import type { History } from '../../sim/facts/fold.ts';
import type { MemberIdOf } from '../../sim/facts/folds/member-ids.ts';
import type { GroupPast } from '../../sim/facts/folds/rebalances.ts';
import { factFolds } from '../../sim/facts/folds.ts';
import type { NodeId } from '../../sim/world.ts';

const NONE: readonly GroupPast[] = [];

/** Whose a member id of the consumer protocol is or has been, as far as a history remembers; -1: nobody knows. */
export function ownerOfMember(history: History | undefined, memberId: string): NodeId {
  if (history === undefined) return -1;
  ids ??= factFolds.list.findIndex(({ id }) => id === 'memberIds');
  const known = (history[ids] as readonly MemberIdOf[] | undefined) ?? [];
  return known.find((one) => one.memberId === memberId)?.node ?? -1;
}

let ids: number | null = null;
let index: number | null = null;

/** What a history remembers of groups; nothing without a history. */
export function groupPasts(history: History | undefined): readonly GroupPast[] {
  if (history === undefined) return NONE;
  index ??= factFolds.list.findIndex(({ id }) => id === 'rebalances');
  return (history[index] as readonly GroupPast[] | undefined) ?? NONE;
}
