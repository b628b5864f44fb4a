import { minInsyncIn, type PartitionView, type TopicView } from '../../read/partitions.ts';
import { partitionIdOf } from '../../read/nodes.ts';
import { quorumOf } from '../../read/quorum.ts';
import type { KRaftRead } from '../../read/kraft-seam.ts';
import type { PartitionId, World } from '../../world.ts';
import type { TopicImage } from '../image/image.ts';
import { brokerIn, configIn, partitionIn, topicIn } from '../image/lookups.ts';
import { committedImage } from './committed-image.ts';

/** Readers of a World in KRaft mode: the truth is what is committed in the metadata log. */
export const metadataRead: KRaftRead = {
  topics: (world) => committedImage(world).topics.map((topic) => viewOf(world, topic)),
  topic(world, name) {
    const topic = topicIn(committedImage(world), name);
    return topic === null ? null : viewOf(world, topic);
  },
  partition: partitionView,
  leader(world, id) {
    const named = world.names.partitions[id];
    return named === undefined ? -1 : (partitionIn(committedImage(world), named.topic, named.partition)?.leader ?? -1);
  },
  topicConfig: (world, topic) => configIn(committedImage(world), 'TOPIC', topic),
  controller(world) {
    const quorum = quorumOf(world);
    return { id: quorum?.leaderId ?? -1, epoch: quorum?.epoch ?? -1 };
  },
  registration: (world, brokerId) => brokerIn(committedImage(world), brokerId),
  metadata: committedImage,
};

function viewOf(world: World, topic: TopicImage): TopicView {
  const { name, topicId } = topic;
  const partitions: PartitionId[] = [];
  for (let partition = 0; partition < topic.partitions.length; partition++) {
    const id = partitionIdOf(world, name, partition);
    if (id >= 0) partitions.push(id);
  }
  const config = configIn(committedImage(world), 'TOPIC', name);
  return { name, topicId, partitions, isInternal: name.startsWith('__'), config };
}

function partitionView(world: World, id: PartitionId): PartitionView {
  const { topic, partition } = world.names.partitions[id] ?? { topic: '', partition: -1 };
  const image = committedImage(world);
  const now = partitionIn(image, topic, partition);
  const leader = now?.leader ?? -1;
  return {
    id,
    topic,
    partition,
    name: `${topic}-${partition}`,
    replicas: now?.replicas ?? [],
    leader,
    leaderEpoch: now?.leaderEpoch ?? -1,
    isr: now?.isr ?? [],
    partitionEpoch: now?.partitionEpoch ?? -1,
    minInsync: minInsyncIn(world, configIn(image, 'TOPIC', topic), leader),
  };
}
