import type { Shard } from '../broker/groups/state.ts';
import type { GroupChange } from './group-sight.ts';
import { mayHaveForgotten } from './group-losses.ts';
import type { Complain, Invariant } from './invariant.ts';
import type { Ledger } from './ledger.ts';
import type { Sight } from './sight.ts';

/** The highest generation of a group whose assignment is stored, and the leader epoch of the coordinator that knows it. */
type Stored = Record<string, { readonly generation: number; readonly leaderEpoch: number } | undefined>;

/**
 * A generation is what fences the one before it. Each join phase that completes begins the next (ClassicGroup.initNextGeneration); one that was
 * never stored may be begun again by the next coordinator, one that was stored never. A coordinator that was replaced while it stood still
 * may learn late that its last assignment was committed: that one comes before what its successor has stored.
 */
export const monotonicGeneration: Invariant = {
  name: 'MonotonicGeneration',
  says: 'a coordinator’s groups go from generation to higher generation, and no generation is stored a second time',
  watch() {
    const stored = Object.create(null) as Stored;
    return {
      look(sight, ledger, complain) {
        for (const change of sight.groups) within(change, complain);
        for (const change of sight.groups) if (isGone(change)) stored[change.groupId] = undefined;
        for (const entry of sight.entries) {
          if (entry.type === 'GenerationBegun') begun(sight, entry.args.group, entry.args.generation, complain);
          if (entry.type !== 'AssignmentStored') continue;
          const { group, generation } = entry.args;
          const shard = sight.groups.find((change) => change.groupId === group)?.shard ?? null;
          const leaderEpoch = shard?.leaderEpoch ?? -1;
          const known = stored[group];
          if (known !== undefined && leaderEpoch < known.leaderEpoch) continue;
          if (known !== undefined && generation <= known.generation && !forgotten(shard, ledger))
            complain(null, `generation ${generation} of ${group} is stored after ${known.generation}`);
          stored[group] = { generation, leaderEpoch };
        }
      },
    };
  },
};

/** The same coordinator, the same group. */
function within({ before, after, groupId, broker }: GroupChange, complain: Complain): void {
  if (before?.protocol !== 'classic' || after?.protocol !== 'classic') return;
  if (after.generation < before.generation)
    complain(
      null,
      `broker ${broker}: ${groupId} goes from generation ${before.generation} back to ${after.generation}`,
    );
}

/** Members that join complete a generation: it is another than the last of this coordinator. */
function begun({ groups }: Sight, groupId: string, generation: number, complain: Complain): void {
  const change = groups.find((other) => other.groupId === groupId);
  if (change?.before?.protocol !== 'classic') return;
  if (generation <= change.before.generation)
    complain(null, `${groupId} begins generation ${generation} after ${change.before.generation}`);
}

/** Deleted or expired: the next group of that id begins anew. A coordinator that resigns or dies only forgets it. */
function isGone({ after, shard }: GroupChange): boolean {
  return after === null && shard !== null;
}

function forgotten(shard: Shard | null, ledger: Ledger): boolean {
  return shard === null || mayHaveForgotten(ledger, shard.partition);
}
