import { vecChanges } from '../../lib/vec-changes.ts';
import { compareGroups, type GroupChange } from './group-sight.ts';
import type { BrokerState, Replica } from '../broker/state.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { NodeRecord, PartitionId, World } from '../world.ts';

/** One broker's copy of a partition before and after a step that changed it. */
export interface ReplicaChange {
  readonly broker: number;
  readonly partition: PartitionId;
  /** Null: there was none. */
  readonly before: Replica | null;
  /** Null: there is none any more. */
  readonly after: Replica | null;
  /** Does the process run after the step? The copy of one that does not is what is on its disk. */
  readonly running: boolean;
}

/** One step as the invariants see it: they look only at what it touched. */
export interface Sight {
  readonly before: World;
  readonly after: World;
  readonly entries: readonly TraceEntry[];
  readonly replicas: readonly ReplicaChange[];
  readonly groups: readonly GroupChange[];
}

/** What a step touched. */
export function sightOf(before: World, after: World, entries: readonly TraceEntry[]): Sight {
  const replicas: ReplicaChange[] = [];
  const groups: GroupChange[] = [];
  vecChanges(before.nodes, after.nodes, (_, was, is) => {
    if (is === undefined || is.kind !== 'broker' || was?.state === is.state) return;
    compare(was, is, replicas);
    compareGroups(was, is, groups);
  });
  return { before, after, entries, replicas, groups };
}

function compare(was: NodeRecord | undefined, is: NodeRecord, found: ReplicaChange[]): void {
  const state = is.state as BrokerState;
  const earlier = was === undefined ? null : (was.state as BrokerState);
  if (earlier === null) return;
  const running = is.status === 'running' || is.status === 'frozen';
  vecChanges(earlier.replicas, state.replicas, (partition, before, after) => {
    found.push({ broker: state.brokerId, partition, before: before ?? null, after: after ?? null, running });
  });
}
