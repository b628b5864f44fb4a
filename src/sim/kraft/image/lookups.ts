import { emptyVec, vecForEach, vecGet, type Vec } from '../../../lib/vec.ts';
import type { Config } from '../../scenario.ts';
import type { BrokerRegistration, MetadataImage, PartitionRegistration, TopicImage } from './image.ts';

const NOTHING: Config = {};

/** A broker's registration; null: it has none. */
export function brokerIn(image: MetadataImage, id: number): BrokerRegistration | null {
  return image.brokers.find((broker) => broker.id === id) ?? null;
}

/** May it lead and be in sync: neither fenced nor about to stop (ClusterControlManager.isActive)? */
export function isActive(image: MetadataImage, id: number): boolean {
  const broker = brokerIn(image, id);
  return broker !== null && !broker.fenced && !broker.inControlledShutdown;
}

/** Where the topic is in `image.topics`, or where it would be. */
export function topicIndex(image: MetadataImage, name: string): number {
  const { topics } = image;
  let low = 0;
  let high = topics.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((topics[middle] as TopicImage).name < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A topic; null: there is none of this name. */
export function topicIn(image: MetadataImage, name: string): TopicImage | null {
  const topic = image.topics[topicIndex(image, name)];
  return topic !== undefined && topic.name === name ? topic : null;
}

/** The partitions of a topic, by number; none when there is no such topic. */
export function partitionsOf(image: MetadataImage, name: string): Vec<PartitionRegistration> {
  return topicIn(image, name)?.partitions ?? emptyVec();
}

/** A partition; null: there is none. */
export function partitionIn(image: MetadataImage, topic: string, partition: number): PartitionRegistration | null {
  const found = topicIn(image, topic);
  return found === null ? null : (vecGet(found.partitions, partition) ?? null);
}

/** Calls `visit` with each partition, by topic and number. */
export function forEachPartition(
  image: MetadataImage,
  visit: (partition: PartitionRegistration, topic: string, number: number) => void,
): void {
  for (const topic of image.topics)
    vecForEach(topic.partitions, (partition, number) => visit(partition, topic.name, number));
}

/** A resource's own settings; an empty object: none. `name` of a broker: its id, or empty for all brokers. */
export function configIn(image: MetadataImage, type: 'TOPIC' | 'BROKER', name: string): Config {
  return image.configs.find((entry) => entry.resourceType === type && entry.resourceName === name)?.config ?? NOTHING;
}

/** The level of a feature; 0: not enabled. */
export function featureIn(image: MetadataImage, name: string): number {
  return image.features.find((feature) => feature.name === name)?.featureLevel ?? 0;
}
