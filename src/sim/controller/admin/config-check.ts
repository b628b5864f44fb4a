import { checkSetting } from '../../config/check-setting.ts';
import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';

/** Settings that a broker takes over while it runs (DynamicBrokerConfig.AllDynamicConfigs), as far as they mean something here. */
const DYNAMIC_BROKER_SETTINGS: readonly string[] = [
  'log.cleaner.backoff.ms',
  'log.cleaner.delete.retention.ms',
  'log.cleaner.max.compaction.lag.ms',
  'log.cleaner.min.cleanable.ratio',
  'log.cleaner.min.compaction.lag.ms',
  'log.cleanup.policy',
  'log.index.interval.bytes',
  'log.index.size.max.bytes',
  'log.retention.bytes',
  'log.retention.ms',
  'log.roll.ms',
  'log.segment.bytes',
  'message.max.bytes',
  'min.insync.replicas',
  'unclean.leader.election.enable',
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
