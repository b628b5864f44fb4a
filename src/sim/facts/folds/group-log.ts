import type { TraceEntry } from '../../trace/entry.ts';
import type { Fold } from '../fold.ts';

/** What a group's coordinator has told of it so far. */
export interface GroupLog {
  readonly group: string;
  /** Generations that began; with the consumer protocol targets that were decided. */
  readonly rebalances: number;
  /** Why the last member that is gone was taken out; null: nobody was. */
  readonly removed: TraceEntry<'MemberRemoved'>['args']['why'] | null;
}

/** How often each group was shared out anew, and why it last lost a member; in the order in which groups were first heard of. */
export const groupLogFold: Fold<readonly GroupLog[]> = {
  id: 'groupLog',
  entries: ['GenerationBegun', 'TargetAssigned', 'MemberRemoved'],
  start: () => [],
  take(state, entry) {
    switch (entry.type) {
      case 'GenerationBegun':
      case 'TargetAssigned':
        return changed(state, entry.args.group, (log) => ({ ...log, rebalances: log.rebalances + 1 }));
      case 'MemberRemoved': {
        const { group, why } = entry.args;
        return changed(state, group, (log) => ({ ...log, removed: why }));
      }
      default:
        return state;
    }
  },
};

/** What is known of a group; of one that nobody has told of, nothing. */
export function logOfGroup(state: readonly GroupLog[], group: string): GroupLog {
  return state.find((log) => log.group === group) ?? { group, rebalances: 0, removed: null };
}

function changed(state: readonly GroupLog[], group: string, change: (log: GroupLog) => GroupLog): readonly GroupLog[] {
  const next = change(logOfGroup(state, group));
  return state.some((log) => log.group === group)
    ? state.map((log) => (log.group === group ? next : log))
    : [...state, next];
}
