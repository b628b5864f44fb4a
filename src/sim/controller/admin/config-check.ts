import { checkSetting } from '../../config/check-setting.ts';
import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';

/**
 * Settings that a broker takes over while it runs (DynamicBrokerConfig.AllDynamicConfigs, without security and tiered storage). Most of them
 * change nothing here.
 */
const DYNAMIC_BROKER_SETTINGS: readonly string[] = [
  // Defaults of topics (DynamicLogConfig)
  'compression.gzip.level',
  'compression.lz4.level',
  'compression.type',
  'compression.zstd.level',
  'log.cleaner.delete.retention.ms',
  'log.cleaner.max.compaction.lag.ms',
  'log.cleaner.min.cleanable.ratio',
  'log.cleaner.min.compaction.lag.ms',
  'log.cleanup.policy',
  'log.flush.interval.messages',
  'log.flush.interval.ms',
  'log.index.interval.bytes',
  'log.index.size.max.bytes',
  'log.message.downconversion.enable',
  'log.message.timestamp.after.max.ms',
  'log.message.timestamp.before.max.ms',
  'log.message.timestamp.difference.max.ms',
  'log.message.timestamp.type',
  'log.preallocate',
  'log.retention.bytes',
  'log.retention.ms',
  'log.roll.jitter.ms',
  'log.roll.ms',
  'log.segment.bytes',
  'log.segment.delete.delay.ms',
  'message.max.bytes',
  'min.insync.replicas',
  'unclean.leader.election.enable',
  // LogCleaner
  'log.cleaner.backoff.ms',
  'log.cleaner.dedupe.buffer.size',
  'log.cleaner.io.buffer.load.factor',
  'log.cleaner.io.buffer.size',
  'log.cleaner.io.max.bytes.per.second',
  'log.cleaner.threads',
  // DynamicThreadPool
  'background.threads',
  'num.io.threads',
  'num.network.threads',
  'num.recovery.threads.per.data.dir',
  'num.replica.fetchers',
  // SocketServer and listeners
  'advertised.listeners',
  'listeners',
  'max.connection.creation.rate',
  'max.connections',
  'max.connections.per.ip',
  'max.connections.per.ip.overrides',
  // DynamicProducerStateManagerConfig
  'producer.id.expiration.ms',
  'transaction.partition.verification.enable',
];

/** What is wrong with settings, in words; null: nothing (LogConfig.validate, DynamicConfig.Broker.validate). */
export function configRefusal(scope: 'topic' | 'broker', config: Config, era: Era): string | null {
  for (const name of Object.keys(config).sort()) {
    const problem = checkSetting(scope, name, config[name] as string, era);
    if (problem !== null) return problem.message;
    if (scope === 'broker' && !DYNAMIC_BROKER_SETTINGS.includes(name)) {
      return `setting ${name} cannot be changed while a broker runs; set it in its configuration`;
    }
  }
  return null;
}
