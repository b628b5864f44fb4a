import type { LeaderAndIsrPartition } from '../../protocol/cluster.ts';
import type { PartitionId } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import { removeFromFetchers, shutDownIdleFetchers } from '../fetchers.ts';
import { newReplica } from '../replica.ts';
import type { Replica } from '../state.ts';
import { tellWatchers } from '../watch.ts';
import { follow } from './follow.ts';
import { lead } from './lead-on.ts';

/** What a change of the metadata means for the replicas of this broker (org.apache.kafka.image.LocalReplicaChanges). */
export interface LocalChanges {
  readonly deletes: readonly PartitionId[];
  readonly leaders: readonly LeaderAndIsrPartition[];
  readonly followers: readonly LeaderAndIsrPartition[];
}

/** Carries them out: first what goes, then what leads, then what follows (ReplicaManager.applyDelta). */
export function applyLocalChanges(d: BrokerDraft, { deletes, leaders, followers }: LocalChanges): void {
  for (const id of deletes) deleteReplica(d, id);
  for (const state of leaders) removeFromFetchers(d, idOf(d, state));
  for (const state of leaders) lead(d, replicaOf(d, state), state);
  for (const state of followers) follow(d, replicaOf(d, state), state);
  shutDownIdleFetchers(d);
}

/** The partition, or its place on this broker, is gone, and the log with it (ReplicaManager.stopPartitions). */
export function deleteReplica(d: BrokerDraft, id: PartitionId): void {
  const replica = d.replica(id);
  if (replica === null) return;
  removeFromFetchers(d, id);
  for (const slot of replica.duties?.waitingProduces ?? []) d.wake(slot, d.turn.cause);
  tellWatchers(d, replica, 'state', d.turn.cause);
  d.dropReplica(id);
}

function idOf(d: BrokerDraft, { topicName, partitionIndex }: LeaderAndIsrPartition): PartitionId {
  return d.turn.partitionId(topicName, partitionIndex);
}

function replicaOf(d: BrokerDraft, state: LeaderAndIsrPartition): Replica {
  const id = idOf(d, state);
  const known = d.replica(id);
  if (known !== null) return known;
  const replica = newReplica(d, id, state.topicName, state.topicId ?? '');
  d.addReplica(replica);
  return replica;
}
