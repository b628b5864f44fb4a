import { present } from '../../../lib/assert.ts';
import { vecGet } from '../../../lib/vec.ts';
import type { BrokerConfig } from '../../config/broker-config.ts';
import { topicConfig, type TopicConfig } from '../../config/broker-config.ts';
import type { MetadataImage } from '../image/image.ts';
import { configIn, featureIn, topicIn } from '../image/lookups.ts';

export const ELR_FEATURE = 'eligible.leader.replicas.version';

/**
 * A topic's settings as the controller sees them: its own, else what was set for the controller's node, else for all brokers, else the
 * controller's file (KafkaConfigSchema.resolveEffectiveTopicConfig, ConfigurationControlManager.currentControllerConfig).
 * @param nodeId of the controller
 * @param config of the controller's file
 */
export function effectiveSettings(
  image: MetadataImage,
  nodeId: number,
  config: BrokerConfig,
  topic: string,
): TopicConfig {
  const set = { ...configIn(image, 'BROKER', ''), ...configIn(image, 'BROKER', String(nodeId)) };
  return topicConfig({ ...set, ...configIn(image, 'TOPIC', topic) }, config);
}

/** The minimum ISR, at most the replication factor (ReplicationControlManager.getTopicEffectiveMinIsr). */
export function effectiveMinIsr(image: MetadataImage, nodeId: number, config: BrokerConfig, topic: string): number {
  const first = present(vecGet(present(topicIn(image, topic), `topic ${topic}`).partitions, 0), 'its first partition');
  return Math.min(effectiveSettings(image, nodeId, config, topic).minInsyncReplicas, first.replicas.length);
}

/** Are eligible leader replicas kept (ReplicationControlManager.isElrEnabled)? */
export function isElrEnabled(image: MetadataImage): boolean {
  return featureIn(image, ELR_FEATURE) > 0;
}
