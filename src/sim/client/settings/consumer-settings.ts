import type { Config } from '../../scenario.ts';
import type { ConsumerSettings } from '../consumer/state.ts';
import type { ClientPreset } from '../presets.ts';
import { microsOf, textOf, wholeOf } from './parse.ts';

const JAVA = { assignsAnew: false, fetchSessions: true };

/**
 * A consumer's settings, parsed (ConsumerConfig). Checked at the edge; see `check-consumer.ts`.
 * @param fromBeginning without a group it begins with the first record there is, whatever auto.offset.reset says
 * @param library what its library does in its own way
 */
export function consumerSettings(
  config: Config,
  fromBeginning = false,
  { assignsAnew, fetchSessions }: Pick<ClientPreset, 'assignsAnew' | 'fetchSessions'> = JAVA,
): ConsumerSettings {
  const reset = textOf(config, 'auto.offset.reset');
  return {
    autoOffsetReset: reset === 'earliest' || reset === 'none' ? reset : 'latest',
    beginsAt: fromBeginning || reset === 'earliest' ? 'earliest' : 'latest',
    assignsAnew,
    fetchSessions,
    maxPollRecords: wholeOf(config, 'max.poll.records'),
    fetchMaxWait: microsOf(config, 'fetch.max.wait.ms'),
    fetchMinBytes: wholeOf(config, 'fetch.min.bytes'),
    fetchMaxBytes: wholeOf(config, 'fetch.max.bytes'),
    maxPartitionFetchBytes: wholeOf(config, 'max.partition.fetch.bytes'),
    isolation: textOf(config, 'isolation.level') === 'read_committed' ? 'read_committed' : 'read_uncommitted',
    requestTimeout: microsOf(config, 'request.timeout.ms'),
    retryBackoff: microsOf(config, 'retry.backoff.ms'),
    rack: config['client.rack'] ?? '',
  };
}
