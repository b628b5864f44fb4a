/* Paths of the znodes that Kafka keeps (kafka.zk.ZkData). */

export const CONTROLLER_PATH = '/controller';
export const CONTROLLER_EPOCH_PATH = '/controller_epoch';
export const BROKER_IDS_PATH = '/brokers/ids';
export const TOPICS_PATH = '/brokers/topics';
export const CONFIG_CHANGES_PATH = '/config/changes';
/** A sequential znode: ZooKeeper appends its number. */
export const CONFIG_CHANGE_PREFIX = '/config/changes/config_change_';
export const CLUSTER_ID_PATH = '/cluster/id';
export const FEATURE_PATH = '/feature';
export const PRODUCER_ID_BLOCK_PATH = '/latest_producer_id_block';
export const DELETE_TOPICS_PATH = '/admin/delete_topics';

/** The wish that a topic be deleted. */
export function deleteTopicPath(topic: string): string {
  return `${DELETE_TOPICS_PATH}/${topic}`;
}

export const PREFERRED_REPLICA_ELECTION_PATH = '/admin/preferred_replica_election';
export const REASSIGN_PARTITIONS_PATH = '/admin/reassign_partitions';
export const ISR_CHANGE_PATH = '/isr_change_notification';
export const LOG_DIR_EVENT_PATH = '/log_dir_event_notification';

/** Znodes that a broker makes sure of when it starts (ZkData.PersistentZkPaths), parents before children. */
export const PERSISTENT_PATHS: readonly string[] = [
  '/consumers',
  '/brokers',
  BROKER_IDS_PATH,
  TOPICS_PATH,
  '/config',
  CONFIG_CHANGES_PATH,
  '/admin',
  DELETE_TOPICS_PATH,
  '/brokers/seqid',
  ISR_CHANGE_PATH,
  PRODUCER_ID_BLOCK_PATH,
  LOG_DIR_EVENT_PATH,
  '/config/topics',
  '/config/clients',
  '/config/users',
  '/config/brokers',
  '/config/ips',
  '/cluster',
];

export function brokerIdPath(brokerId: number): string {
  return `${BROKER_IDS_PATH}/${brokerId}`;
}

export function topicPath(topic: string): string {
  return `${TOPICS_PATH}/${topic}`;
}

export function topicPartitionsPath(topic: string): string {
  return `${TOPICS_PATH}/${topic}/partitions`;
}

export function topicPartitionPath(topic: string, partition: number): string {
  return `${topicPartitionsPath(topic)}/${partition}`;
}

export function partitionStatePath(topic: string, partition: number): string {
  return `${topicPartitionPath(topic, partition)}/state`;
}

export function configPath(type: 'topics' | 'brokers', name: string): string {
  return `/config/${type}/${name}`;
}

/** The last segment of a path. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The number that ZooKeeper appended to a sequential znode's name. */
export function sequenceIn(name: string): number {
  return Number(name.slice(-10));
}
