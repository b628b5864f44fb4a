import type { Config } from '../../scenario.ts';
import type { NetworkSettings } from '../network/state.ts';
import type { ClientPreset } from '../presets.ts';
import { flagOf, microsOf, textOf } from './parse.ts';

const REQUEST_TIMEOUT = 'request.timeout.ms';
const SETUP_TIMEOUT = 'socket.connection.setup.timeout';

/**
 * Settings that all clients share, out of a complete configuration.
 * @param maxInFlight requests on one connection that may be without an answer: a producer's setting, fixed for the others
 */
export function networkSettings(config: Config, preset: ClientPreset, maxInFlight: number): NetworkSettings {
  const { setupHasRequestTimeout } = preset;
  const retryBackoff = microsOf(config, 'retry.backoff.ms');
  return {
    software: preset.software,
    requestTimeout: microsOf(config, REQUEST_TIMEOUT),
    reconnectBackoff: microsOf(config, 'reconnect.backoff.ms'),
    reconnectBackoffMax: microsOf(config, 'reconnect.backoff.max.ms'),
    retryBackoff,
    retryBackoffMax: Math.max(retryBackoff, microsOf(config, 'retry.backoff.max.ms')),
    setupTimeout: microsOf(config, setupHasRequestTimeout ? REQUEST_TIMEOUT : `${SETUP_TIMEOUT}.ms`),
    setupTimeoutMax: microsOf(config, setupHasRequestTimeout ? REQUEST_TIMEOUT : `${SETUP_TIMEOUT}.max.ms`),
    metadataMaxAge: microsOf(config, 'metadata.max.age.ms'),
    leaderScan: preset.leaderScan,
    connectionsMaxIdle: microsOf(config, 'connections.max.idle.ms'),
    maxInFlight,
    // A producer always may (ProducerMetadata); consumers have a setting since 2.3.
    allowAutoTopicCreation:
      config['allow.auto.create.topics'] === undefined || flagOf(config, 'allow.auto.create.topics'),
    leaderEpochs: preset.leaderEpochs,
    leaderDiscovery: preset.leaderDiscovery,
    topicIds: preset.topicIds,
    rebootstraps: textOf(config, 'metadata.recovery.strategy').trim().toLowerCase() === 'rebootstrap',
    release: preset.release,
  };
}
