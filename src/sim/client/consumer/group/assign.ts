import type { PartitionId } from '../../../world.ts';
import { followLeader, newPartition } from '../assignment.ts';
import { applySeek } from '../seek.ts';
import type { AssignedPartition } from '../state.ts';
import type { ConsumerWork } from '../work.ts';
import { forgetStored } from './stored.ts';
import { changeGroup, groupOf } from './work.ts';

/*
 * What a member may read from (SubscriptionState.assignFromSubscribed), and the calls of the rebalance listener that tell its program so.
 */

/** The partitions that it has now, ascending by topic and number. */
export function ownedPartitions({ state, turn }: ConsumerWork): readonly PartitionId[] {
  return inOrder(
    turn,
    state.assigned.map(({ id }) => id),
  );
}

/** Partitions by topic, then by number. */
export function inOrder(turn: ConsumerWork['turn'], ids: readonly PartitionId[]): readonly PartitionId[] {
  return ids.slice().sort((a, b) => {
    const one = turn.partitionName(a);
    const other = turn.partitionName(b);
    if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
    return one.partition - other.partition;
  });
}

/**
 * Makes these partitions the assignment. Those that stay keep their positions and what was fetched; those that go are forgotten; for those
 * that come the committed offset is asked for first.
 */
export function assignPartitions(work: ConsumerWork, ids: readonly PartitionId[]): void {
  const { state, net } = work;
  const before = state.assigned;
  const assigned: AssignedPartition[] = [];
  const assignedAt: number[] = state.assignedAt.map(() => -1);
  const added: PartitionId[] = [];
  for (const id of ids) {
    while (assignedAt.length <= id) assignedAt.push(-1);
    if ((assignedAt[id] as number) >= 0) continue;
    const index = state.assignedAt[id] ?? -1;
    if (index < 0) added.push(id);
    assignedAt[id] = assigned.length;
    assigned.push(
      index < 0 ? { ...newPartition(id, 'latest'), resetting: false } : (before[index] as AssignedPartition),
    );
  }
  const stays = (index: number): number => assignedAt[(before[index] as AssignedPartition).id] ?? -1;
  state.sources = state.sources.map((source) => {
    if (source.partitions.length === 0) return source;
    const gone = source.partitions.filter(
      (index) => stays(index) < 0 && (before[index] as AssignedPartition).told >= 0,
    );
    return {
      ...source,
      partitions: source.partitions.map(stays).filter((index) => index >= 0),
      moved: [...source.moved, ...gone.map((index) => (before[index] as AssignedPartition).id)],
    };
  });
  state.ready = state.ready.map(stays).filter((index) => index >= 0);
  state.preferred = state.preferred.filter(({ id }) => (assignedAt[id] ?? -1) >= 0);
  state.assigned = assigned;
  state.assignedAt = assignedAt;
  work.assignedOwned = true;
  work.sourcesOwned = true;
  forgetStored(work, (id) => (assignedAt[id] ?? -1) >= 0);
  const { initializing } = groupOf(work);
  changeGroup(work, {
    initializing: [...initializing.filter((id) => (assignedAt[id] ?? -1) >= 0), ...added],
    revoking: false,
    withheld: [],
  });
  if (net.state.metadata.version >= 0) for (const id of added) followLeader(work, assignedAt[id] as number);
  for (const id of added) seekAsAsked(work, id);
}

/** The program has sought in it before it had it. */
function seekAsAsked(work: ConsumerWork, id: PartitionId): void {
  const { state, turn } = work;
  if (state.seeks.length === 0) return;
  const { topic, partition } = turn.partitionName(id);
  const asked = state.seeks.filter((seek) => seek.topic === topic && seek.partition === partition);
  for (const { to } of asked) applySeek(work, state.assignedAt[id] as number, to);
  if (asked.length > 0) state.seeks = state.seeks.filter((seek) => !asked.includes(seek));
}

/** onPartitionsRevoked, then they are gone. */
export function revokePartitions(work: ConsumerWork, ids: readonly PartitionId[]): void {
  if (ids.length > 0) {
    const partitions = inOrder(work.turn, ids);
    work.turn.emit('PartitionsRevoked', { group: groupOf(work).settings.groupId, partitions });
  }
  without(work, ids);
}

/** onPartitionsLost: no longer a member, it can commit nothing for them. */
export function losePartitions(work: ConsumerWork, ids: readonly PartitionId[]): void {
  if (!groupOf(work).settings.switches.tellsLost) return revokePartitions(work, ids);
  if (ids.length > 0) {
    const partitions = inOrder(work.turn, ids);
    work.turn.emit('PartitionsLost', { group: groupOf(work).settings.groupId, partitions });
  }
  without(work, ids);
}

function without(work: ConsumerWork, ids: readonly PartitionId[]): void {
  const { assigned } = work.state;
  if (ids.length === 0) changeGroup(work, { revoking: false, withheld: [] });
  else
    assignPartitions(
      work,
      assigned.map(({ id }) => id).filter((id) => !ids.includes(id)),
    );
}

/**
 * onPartitionsAssigned, after {@link assignPartitions}.
 * @param generation the generation, or the member epoch
 * @param added those that it did not have before
 */
export function tellAssigned(work: ConsumerWork, generation: number, added: readonly PartitionId[]): void {
  work.turn.emit('PartitionsAssigned', {
    group: groupOf(work).settings.groupId,
    generation,
    partitions: inOrder(work.turn, added),
    owned: ownedPartitions(work),
  });
}
