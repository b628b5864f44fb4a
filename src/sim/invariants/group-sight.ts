import type { GroupCoordinatorState, GroupEntry, Shard } from '../broker/groups/state.ts';
import type { BrokerState } from '../broker/state.ts';
import type { Group } from '../group/group.ts';
import type { NodeRecord } from '../world.ts';

/** What one coordinator has of a group before and after a step that changed it. */
export interface GroupChange {
  readonly broker: number;
  readonly groupId: string;
  /** The coordinator's partition of __consumer_offsets: by its number and leader epoch there; null: it coordinates the group no more. */
  readonly shard: Shard | null;
  /** Null: it has none. */
  readonly before: Group | null;
  readonly after: Group | null;
}

/** Entries are kept in order and replaced when they change: two sorted lists are walked side by side. */
export function compareGroups(was: NodeRecord | undefined, is: NodeRecord, found: GroupChange[]): void {
  if (was === undefined) return;
  const earlier = (was.state as BrokerState).groups;
  const now = is.state as BrokerState;
  if (earlier.groups === now.groups.groups) return;
  const [before, after] = [earlier.groups, now.groups.groups];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const a = before[one];
    const b = after[other];
    if (a === b) {
      one += 1;
      other += 1;
      continue;
    }
    const gone = b === undefined || (a !== undefined && a.groupId < b.groupId);
    const fresh = a === undefined || (b !== undefined && b.groupId < a.groupId);
    if (!fresh) one += 1;
    if (!gone) other += 1;
    add(now.brokerId, now.groups, fresh ? null : a, gone ? null : b, found);
  }
}

function add(
  broker: number,
  { shards }: GroupCoordinatorState,
  a: GroupEntry | null,
  b: GroupEntry | null,
  found: GroupChange[],
): void {
  const entry = b ?? a;
  const [before, after] = [a?.group ?? null, b?.group ?? null];
  if (entry === null || before === after) return;
  const shard = shards.find(({ number }) => number === entry.shard) ?? null;
  found.push({ broker, groupId: entry.groupId, shard, before, after });
}
