import { assert } from '../../lib/assert.ts';
import type { Config } from '../scenario.ts';
import { fromMs, MS, SECOND, type Micros } from '../time.ts';
import { groupSettings, type GroupSettings } from '../group/settings.ts';
import type { Era } from '../world.ts';
import { defaultOf } from './defaults.ts';
import { logConfig, topicFallbacks, type LogConfig } from './log-config.ts';

/** A broker's settings, parsed (kafka.server.KafkaConfig). Times are in microseconds. */
export interface BrokerConfig {
  readonly replicaLagTimeMax: Micros;
  readonly replicaFetchWaitMax: Micros;
  readonly replicaFetchBackoff: Micros;
  readonly replicaFetchMinBytes: number;
  readonly replicaFetchMaxBytes: number;
  readonly replicaFetchResponseMaxBytes: number;
  readonly highWatermarkCheckpointInterval: Micros;
  readonly flushCheckpointInterval: Micros;
  readonly requestTimeout: Micros;
  readonly minInsyncReplicas: number;
  readonly messageMaxBytes: number;
  readonly autoCreateTopics: boolean;
  readonly numPartitions: number;
  readonly defaultReplicationFactor: number;
  readonly uncleanLeaderElection: boolean;
  readonly controlledShutdown: { readonly enable: boolean; readonly maxRetries: number; readonly retryBackoff: Micros };
  /** KRaft: how often a broker tells the controller that it is there, and after how long a silence it is fenced; 0 in 2.8. */
  readonly brokerHeartbeatInterval: Micros;
  readonly brokerSessionTimeout: Micros;
  /** KRaft: after so long without a registration a starting broker gives up; 0 in 2.8. */
  readonly initialRegistrationTimeout: Micros;
  readonly deleteTopics: boolean;
  /** Are consumers sent to a replica in their rack (RackAwareReplicaSelector; KIP-392)? */
  readonly readsByRack: boolean;
  /** The feature eligible.leader.replicas.version (KIP-966) of a cluster that is formatted with it. */
  readonly eligibleLeaderReplicas: boolean;
  readonly zookeeperSessionTimeout: Micros;
  /** By default as long as the session's timeout (KafkaConfig.zkConnectionTimeoutMs). */
  readonly zookeeperConnectionTimeout: Micros;
  readonly autoLeaderRebalance: {
    readonly enable: boolean;
    readonly interval: Micros;
    readonly imbalancePercentage: number;
  };
  /** From 3.7 the high watermark stands still while the ISR is smaller than the effective minimum (KIP-966). */
  readonly hwFrozenBelowMinIsr: boolean;
  readonly retentionCheckInterval: Micros;
  readonly cleaner: { readonly enable: boolean; readonly backoff: Micros };
  /** From 3.1 a tombstone's horizon is written into its batch by the first cleaning (KIP-534). */
  readonly deleteHorizonInBatch: boolean;
  /** What this broker says about the logs of topics that say nothing themselves, under the names of topics' settings. */
  readonly topicFallbacks: Config;
  readonly groups: GroupSettings;
  /** What was set for this broker; everything else has its default. */
  readonly raw: Config;
}

/**
 * Parses a broker's settings.
 * @param given what was set, over Kafka's defaults of the era; checked at the edge, so a value that does not parse is a bug
 */
export function brokerConfig(era: Era, given: Config): BrokerConfig {
  const text = (name: string): string | null => given[name] ?? defaultOf('broker', name, era);
  const int = (name: string): number => integerSetting(name, text(name));
  const ms = (name: string): Micros => fromMs(int(name));
  const flag = (name: string): boolean => text(name) === 'true';
  // KRaft alone has no sessions with ZooKeeper; 0 there.
  const session = text('zookeeper.session.timeout.ms') === null ? 0 : ms('zookeeper.session.timeout.ms');
  return {
    replicaLagTimeMax: ms('replica.lag.time.max.ms'),
    replicaFetchWaitMax: ms('replica.fetch.wait.max.ms'),
    replicaFetchBackoff: ms('replica.fetch.backoff.ms'),
    replicaFetchMinBytes: int('replica.fetch.min.bytes'),
    replicaFetchMaxBytes: int('replica.fetch.max.bytes'),
    replicaFetchResponseMaxBytes: int('replica.fetch.response.max.bytes'),
    highWatermarkCheckpointInterval: ms('replica.high.watermark.checkpoint.interval.ms'),
    flushCheckpointInterval: ms('log.flush.offset.checkpoint.interval.ms'),
    requestTimeout: ms('request.timeout.ms'),
    minInsyncReplicas: int('min.insync.replicas'),
    messageMaxBytes: int('message.max.bytes'),
    autoCreateTopics: flag('auto.create.topics.enable'),
    numPartitions: int('num.partitions'),
    defaultReplicationFactor: int('default.replication.factor'),
    uncleanLeaderElection: flag('unclean.leader.election.enable'),
    controlledShutdown: {
      enable: flag('controlled.shutdown.enable'),
      maxRetries: int('controlled.shutdown.max.retries'),
      retryBackoff: ms('controlled.shutdown.retry.backoff.ms'),
    },
    brokerHeartbeatInterval: text('broker.heartbeat.interval.ms') === null ? 0 : ms('broker.heartbeat.interval.ms'),
    brokerSessionTimeout: text('broker.session.timeout.ms') === null ? 0 : ms('broker.session.timeout.ms'),
    initialRegistrationTimeout:
      text('initial.broker.registration.timeout.ms') === null ? 0 : ms('initial.broker.registration.timeout.ms'),
    deleteTopics: flag('delete.topic.enable'),
    readsByRack: text('replica.selector.class')?.endsWith('RackAwareReplicaSelector') ?? false,
    eligibleLeaderReplicas: text('eligible.leader.replicas.version') === '1',
    zookeeperSessionTimeout: session,
    zookeeperConnectionTimeout:
      given['zookeeper.connection.timeout.ms'] === undefined ? session : ms('zookeeper.connection.timeout.ms'),
    autoLeaderRebalance: {
      enable: flag('auto.leader.rebalance.enable'),
      interval: int('leader.imbalance.check.interval.seconds') * SECOND,
      imbalancePercentage: int('leader.imbalance.per.broker.percentage'),
    },
    hwFrozenBelowMinIsr: era !== '2.8',
    retentionCheckInterval: ms('log.retention.check.interval.ms'),
    cleaner: { enable: flag('log.cleaner.enable'), backoff: Math.max(MS, ms('log.cleaner.backoff.ms')) },
    deleteHorizonInBatch: era !== '2.8',
    topicFallbacks: topicFallbacks(text),
    groups: groupSettings(text),
    raw: given,
  };
}

function integerSetting(name: string, value: string | null): number {
  const number = Number(value);
  assert(
    value !== null && Number.isSafeInteger(number),
    () => `setting ${name} must be a whole number; ${String(value)}`,
  );
  return number;
}

/** What a topic's settings come to on a broker: the topic's own win over the broker's (LogConfig's fallbacks). */
export interface TopicConfig {
  readonly minInsyncReplicas: number;
  readonly uncleanLeaderElection: boolean;
  readonly maxMessageBytes: number;
  readonly log: LogConfig;
}

/** Parses a topic's settings, over the broker's. */
export function topicConfig(topic: Config, broker: BrokerConfig): TopicConfig {
  const min = topic['min.insync.replicas'];
  const unclean = topic['unclean.leader.election.enable'];
  const max = topic['max.message.bytes'];
  return {
    minInsyncReplicas: min === undefined ? broker.minInsyncReplicas : integerSetting('min.insync.replicas', min),
    uncleanLeaderElection: unclean === undefined ? broker.uncleanLeaderElection : unclean === 'true',
    maxMessageBytes: max === undefined ? broker.messageMaxBytes : integerSetting('max.message.bytes', max),
    log: logConfig(topic, broker.topicFallbacks),
  };
}
