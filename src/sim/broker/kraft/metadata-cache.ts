import { vecForEach } from '../../../lib/vec.ts';
import { partitionIn, partitionsOf, topicIn } from '../../kraft/image/lookups.ts';
import type { MetadataImage, PartitionRegistration } from '../../kraft/image/image.ts';
import type { UpdateMetadataPartition } from '../../protocol/cluster.ts';
import type { PartitionId } from '../../world.ts';
import { topicsSeen } from '../auto-topic-creation.ts';
import type { BrokerDraft } from '../draft.ts';
import { LEADER_DURING_DELETE, updateCache as updated } from '../metadata-cache.ts';
import type { MetadataDelta } from './delta.ts';

/**
 * What clients are told, after a change of the metadata (KRaftMetadataCache.setImage): alive are the brokers that are not fenced, and
 * who is the controller is not told.
 * @returns the partitions that changed
 */
export function updateCache(d: BrokerDraft, delta: MetadataDelta): readonly PartitionId[] {
  const { before, after, removed, partitions } = delta;
  const partitionStates: UpdateMetadataPartition[] = [];
  for (const topic of removed) {
    vecForEach(partitionsOf(before, topic), (partition, number) =>
      partitionStates.push({ ...cached(before, topic, number, partition), leader: LEADER_DURING_DELETE }),
    );
  }
  for (const { topic, partition } of partitions)
    partitionStates.push(
      cached(after, topic, partition, partitionIn(after, topic, partition) as PartitionRegistration),
    );
  const liveBrokers =
    before.brokers === after.brokers
      ? d.base.metadata.liveBrokers
      : after.brokers.filter((broker) => !broker.fenced).map(({ id, rack }) => ({ id, rack }));
  const { cache, ids } = updated(d.turn, d.base.metadata, {
    type: 'UpdateMetadataRequest',
    controllerId: -1,
    controllerEpoch: -1,
    brokerEpoch: -1,
    partitionStates,
    liveBrokers,
  });
  d.set({ metadata: cache });
  topicsSeen(d);
  return ids;
}

function cached(
  image: MetadataImage,
  topic: string,
  partition: number,
  now: PartitionRegistration,
): UpdateMetadataPartition {
  return {
    topicName: topic,
    topicId: topicIn(image, topic)?.topicId ?? '',
    partitionIndex: partition,
    controllerEpoch: -1,
    leader: now.leader,
    leaderEpoch: now.leaderEpoch,
    isr: now.isr,
    zkVersion: now.partitionEpoch,
    replicas: now.replicas,
    // Worked out when a client asks: it changes with a broker, not with the partition.
    offlineReplicas: [],
  };
}
