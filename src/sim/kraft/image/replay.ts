import { present } from '../../../lib/assert.ts';
import type { Config } from '../../scenario.ts';
import type {
  BrokerRegistrationChangeRecord,
  ConfigRecord,
  FeatureLevelRecord,
  MetadataRecord,
  RegisterBrokerRecord,
} from '../records.ts';
import type { BrokerRegistration, MetadataImage } from './image.ts';
import { brokerIn, configIn } from './lookups.ts';
import { changePartition, createPartition, createTopic, removeTopic } from './replay-topics.ts';

interface Step {
  readonly before: MetadataImage;
  readonly offset: number;
  readonly after: MetadataImage;
}

/**
 * What came of a record the last time. Every controller and broker goes through the same records, which they share: so they share the
 * images too, and only the first of them has work.
 */
// eslint-disable-next-line no-restricted-syntax -- beside Worlds, never in one: forgetting it changes nothing
const taken = new WeakMap<MetadataRecord, Step>();

/**
 * The image after a record (the replay methods of Kafka's control managers; MetadataDelta of its brokers).
 * @param offset the record's own offset in __cluster_metadata-0
 */
export function replay(image: MetadataImage, record: MetadataRecord, offset: number): MetadataImage {
  const known = taken.get(record);
  if (known !== undefined && known.before === image && known.offset === offset) return known.after;
  const after = apply(image, record, offset);
  taken.set(record, { before: image, offset, after });
  return after;
}

function apply(image: MetadataImage, record: MetadataRecord, offset: number): MetadataImage {
  switch (record.type) {
    case 'RegisterBrokerRecord':
      return withBroker(image, registration(record, offset));
    case 'BrokerRegistrationChangeRecord':
      return changeRegistration(image, record);
    case 'UnregisterBrokerRecord':
      return { ...image, brokers: image.brokers.filter((broker) => broker.id !== record.brokerId) };
    case 'TopicRecord':
      return createTopic(image, record);
    case 'RemoveTopicRecord':
      return withoutConfig(removeTopic(image, record), record.name);
    case 'PartitionRecord':
      return createPartition(image, record);
    case 'PartitionChangeRecord':
      return changePartition(image, record);
    case 'ConfigRecord':
      return changeConfig(image, record);
    case 'ProducerIdsRecord':
      return { ...image, nextProducerId: record.nextProducerId };
    case 'FeatureLevelRecord':
      return changeFeature(image, record);
    case 'LeaderChange':
    case 'NoOpRecord':
      return image;
  }
}

/** The image after records that follow each other in the log. */
export function replayAll(image: MetadataImage, records: readonly MetadataRecord[], baseOffset: number): MetadataImage {
  let next = image;
  for (let i = 0; i < records.length; i++) next = replay(next, records[i] as MetadataRecord, baseOffset + i);
  return next;
}

function registration(record: RegisterBrokerRecord, offset: number): BrokerRegistration {
  const { brokerId: id, brokerEpoch: epoch, incarnationId, rack, fenced, inControlledShutdown } = record;
  return { id, epoch, incarnationId, rack, fenced, inControlledShutdown, registeredAt: offset };
}

function withBroker(image: MetadataImage, broker: BrokerRegistration): MetadataImage {
  const brokers = image.brokers.filter((each) => each.id !== broker.id);
  brokers.push(broker);
  brokers.sort((a, b) => a.id - b.id);
  return { ...image, brokers };
}

function changeRegistration(image: MetadataImage, record: BrokerRegistrationChangeRecord): MetadataImage {
  const known = present(brokerIn(image, record.brokerId), `broker ${record.brokerId} must be registered to change`);
  const fenced = record.fenced ?? known.fenced;
  const inControlledShutdown = record.inControlledShutdown ?? known.inControlledShutdown;
  if (fenced === known.fenced && inControlledShutdown === known.inControlledShutdown) return image;
  return withBroker(image, { ...known, fenced, inControlledShutdown });
}

function changeConfig(image: MetadataImage, record: ConfigRecord): MetadataImage {
  const { resourceType, resourceName, name, value } = record;
  const config: Record<string, string> = { ...configIn(image, resourceType, resourceName) };
  if (value === null) delete config[name];
  else config[name] = value;
  return withConfig(image, resourceType, resourceName, config);
}

function withConfig(image: MetadataImage, type: 'TOPIC' | 'BROKER', name: string, config: Config): MetadataImage {
  const configs = image.configs.filter((entry) => entry.resourceType !== type || entry.resourceName !== name);
  if (Object.keys(config).length > 0) configs.push({ resourceType: type, resourceName: name, config });
  configs.sort((a, b) => order(a.resourceType, b.resourceType) || order(a.resourceName, b.resourceName));
  return { ...image, configs };
}

/** A deleted topic takes its settings with it (ConfigurationControlManager.deleteTopicConfigs). */
function withoutConfig(image: MetadataImage, topic: string): MetadataImage {
  const has = image.configs.some((entry) => entry.resourceType === 'TOPIC' && entry.resourceName === topic);
  return has ? withConfig(image, 'TOPIC', topic, {}) : image;
}

function changeFeature(image: MetadataImage, { name, featureLevel }: FeatureLevelRecord): MetadataImage {
  const features = image.features.filter((feature) => feature.name !== name);
  if (featureLevel > 0) features.push({ name, featureLevel });
  features.sort((a, b) => order(a.name, b.name));
  return { ...image, features };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
