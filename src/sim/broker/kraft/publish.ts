import { vecForEach, vecGet } from '../../../lib/vec.ts';
import { partitionIn, partitionsOf, topicIn } from '../../kraft/image/lookups.ts';
import type { PartitionRegistration, TopicImage } from '../../kraft/image/image.ts';
import { committedBatches } from '../../kraft/raft/raft.ts';
import type { LeaderAndIsrPartition } from '../../protocol/cluster.ts';
import type { PartitionId } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import { partitionsDeleted } from '../groups/coordinator.ts';
import type { OffsetPlace } from '../groups/tombstones.ts';
import { startCheckpoints, startSchedule } from '../schedule.ts';
import { deltaOf, type MetadataDelta } from './delta.ts';
import { applyLocalChanges, deleteReplica, type LocalChanges } from './local-changes.ts';
import { updateCache } from './metadata-cache.ts';
import { applySettings } from './settings.ts';
import type { BrokerKRaft } from './state.ts';

/**
 * Goes by what has been committed since the last time (kafka.server.metadata.BrokerMetadataPublisher): clients are told the new
 * metadata, settings change, and the replicas here lead, follow or go. The first time the broker also gets its logs and begins what it
 * does at fixed intervals, while it is still fenced.
 * @returns whether there was anything new
 */
export function publishMetadata(d: BrokerDraft): boolean {
  const kraft = d.base.kraft as BrokerKRaft;
  const { raft, image, publishedTo } = kraft;
  if (raft.highWatermark <= publishedTo) return false;
  const batches = committedBatches(raft, publishedTo);
  const last = batches[batches.length - 1];
  if (last === undefined) return false;
  const delta = deltaOf(image, batches);
  d.set({ kraft: { ...kraft, image: delta.after, publishedTo: last.lastOffset + 1 } });
  const ids = updateCache(d, delta);
  const { cause } = d.turn;
  const { brokerId: broker } = d.base;
  d.turn.cause = d.turn.emit('MetadataPublished', { broker, offset: last.lastOffset, partitions: ids });
  if (publishedTo === 0) begin(d);
  applySettings(d, delta);
  applyLocalChanges(d, localChanges(d, delta));
  partitionsDeleted(d, deletedPartitions(delta));
  if (publishedTo === 0) startCheckpoints(d);
  d.turn.cause = cause;
  return true;
}

/** Partitions of topics that were removed; one of the same name may be there again, with nothing committed. */
function deletedPartitions({ before, removed }: MetadataDelta): readonly OffsetPlace[] {
  const deleted: OffsetPlace[] = [];
  for (const topic of removed)
    vecForEach(partitionsOf(before, topic), (_, partition) => deleted.push({ topic, partition }));
  return deleted;
}

/**
 * The first time: logs of partitions that are not this broker's any more are strays, and so are those of a topic that was deleted and
 * made anew while the broker was away (LogManager.isStrayKraftReplica).
 */
function begin(d: BrokerDraft): void {
  const { image } = d.base.kraft as BrokerKRaft;
  for (const id of d.base.hosted) {
    const { topic, partition } = d.turn.partitionName(id);
    const known = topicIn(image, topic);
    const own = known !== null && known.topicId === d.replica(id)?.topicId ? vecGet(known.partitions, partition) : null;
    if (own?.replicas.includes(d.base.brokerId) !== true) deleteReplica(d, id);
  }
  startSchedule(d);
}

/** org.apache.kafka.image.TopicDelta.localChanges, over all topics. */
function localChanges(d: BrokerDraft, delta: MetadataDelta): LocalChanges {
  const { brokerId } = d.base;
  const { before, after, removed } = delta;
  const deletes: PartitionId[] = [];
  const leaders: LeaderAndIsrPartition[] = [];
  const followers: LeaderAndIsrPartition[] = [];
  for (const topic of removed) {
    vecForEach(partitionsOf(before, topic), (partition, number) => {
      if (partition.replicas.includes(brokerId)) deletes.push(d.turn.partitionId(topic, number));
    });
  }
  for (const { topic, partition } of delta.partitions) {
    const now = partitionIn(after, topic, partition) as PartitionRegistration;
    const old = removed.includes(topic) ? null : partitionIn(before, topic, partition);
    if (!now.replicas.includes(brokerId)) {
      if (old?.replicas.includes(brokerId) === true) deletes.push(d.turn.partitionId(topic, partition));
    } else if (old?.partitionEpoch !== now.partitionEpoch) {
      const state = stateOf(topicIn(after, topic) as TopicImage, partition, now, old === null);
      (now.leader === brokerId ? leaders : followers).push(state);
    }
  }
  return { deletes, leaders, followers };
}

/** PartitionRegistration.toLeaderAndIsrPartitionState. */
function stateOf(
  { name, topicId }: TopicImage,
  index: number,
  now: PartitionRegistration,
  isNew: boolean,
): LeaderAndIsrPartition {
  const { leader, leaderEpoch, isr, partitionEpoch, replicas } = now;
  const { addingReplicas, removingReplicas, leaderRecoveryState } = now;
  return {
    topicName: name,
    topicId,
    partitionIndex: index,
    controllerEpoch: -1,
    leader,
    leaderEpoch,
    isr,
    partitionEpoch,
    replicas,
    addingReplicas,
    removingReplicas,
    isNew,
    leaderRecoveryState,
  };
}
