import type { GroupRequest } from '../../protocol/group.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import type { Replica } from '../state.ts';
import { GROUP_COMMITS, GROUP_EXPIRY, GROUP_LOADS, GROUP_TIMERS } from '../timer-slots.ts';
import { committedUpTo, commitsTimedOut } from './committed.ts';
import { expireOffsets } from './expiry.ts';
import { elected, loadDue, resigned } from './load.ts';
import { OFFSETS_TOPIC } from './partition-for.ts';
import { serveGroup } from './requests.ts';
import { timersDue } from './time-up.ts';
import { shardOf } from './shard-work.ts';

/*
 * All that the rest of the broker knows of its group coordinator. A broker that leads no partition of __consumer_offsets keeps none of
 * it: who waits for the high watermark of a partition stands with the partition.
 */

export { partitionsDeleted } from './deleted-partitions.ts';
export { handleFindCoordinator } from './find-coordinator.ts';

const NOBODY: readonly number[] = [];

/** Who waits for the high watermark of a partition that this broker begins to lead: the coordinator, where it is one of its own. */
export function coordinatorsWait(d: BrokerDraft, id: PartitionId): readonly number[] {
  const { topic, partition } = d.turn.partitionName(id);
  return topic === OFFSETS_TOPIC ? [-1 - partition] : NOBODY;
}

/** The broker leads a partition from now on, or leads on in a new epoch (GroupCoordinator.onElection). */
export function coordinatorElected(d: BrokerDraft, replica: Replica, cause: Seq): void {
  const { topic, partition } = d.turn.partitionName(replica.partition);
  if (topic === OFFSETS_TOPIC) elected(d, replica, partition, cause);
}

/**
 * The high watermark of a partition of __consumer_offsets has risen, or this broker does not lead it any more.
 * @param slot as `coordinatorsWait` says
 */
export function coordinatorWoken(d: BrokerDraft, slot: number, cause: Seq): void {
  const shard = shardOf(d.base.groups, -1 - slot);
  if (shard === null) return;
  const replica = d.replica(shard.partition);
  if (replica === null || replica.role !== 'leader') resigned(d, shard, cause);
  else committedUpTo(d, shard, replica, cause);
}

export function handleGroupRequest(
  d: BrokerDraft,
  connection: ConnectionId,
  peer: NodeId,
  request: GroupRequest,
  apiVersion: number,
): void {
  serveGroup(d, { connection, peer }, request, apiVersion);
}

/** One of the coordinator's timers is due. */
export function groupTimeUp(d: BrokerDraft, slot: number): void {
  if (slot === GROUP_TIMERS) timersDue(d);
  else if (slot === GROUP_COMMITS) commitsTimedOut(d);
  else if (slot === GROUP_LOADS) loadDue(d);
  else if (slot === GROUP_EXPIRY) expireOffsets(d);
}
