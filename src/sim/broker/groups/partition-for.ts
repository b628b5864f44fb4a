import { javaAbs, javaHash } from '../../../lib/java-hash.ts';
import { defaultOf } from '../../config/defaults.ts';
import type { PartitionId } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import { cachedTopic } from '../metadata-cache.ts';

export const OFFSETS_TOPIC = '__consumer_offsets';

/**
 * The partition of __consumer_offsets that a group belongs to: whoever leads it coordinates the group (GroupCoordinator.partitionFor).
 * Before the topic is there, it is reckoned with as many partitions as it will have.
 */
export function partitionFor(d: BrokerDraft, groupId: string): number {
  return javaAbs(javaHash(groupId)) % partitionCount(d);
}

/**
 * Kafka's brokers ask ZooKeeper for the count when they start (KafkaServer.startup), or take it from the whole image (BrokerMetadataPublisher).
 * What a controller of ZooKeeper mode has told of the topic may lack some of its partitions, and a group must not move for that.
 */
function partitionCount(d: BrokerDraft): number {
  const known = cachedTopic(d.base.metadata, OFFSETS_TOPIC);
  if (known === null) return configuredCount(d);
  if (d.base.kraft !== null) return known.partitions.length;
  const last = d.turn.partitionName(known.partitions[known.partitions.length - 1] as PartitionId);
  return Math.max(configuredCount(d), last.partition + 1);
}

function configuredCount(d: BrokerDraft): number {
  const setting = 'offsets.topic.num.partitions';
  return Number(d.base.config.raw[setting] ?? defaultOf('broker', setting, d.turn.setup.era));
}
