import type { Config } from '../../scenario.ts';
import type { NetworkSettings } from '../network/state.ts';
import type { ClientPreset } from '../presets.ts';
import { flagOf, microsOf } from './parse.ts';

/**
 * Settings that all clients share, out of a complete configuration.
 * @param maxInFlight requests on one connection that may be without an answer: a producer's setting, fixed for the others
 */
export function networkSettings(config: Config, preset: ClientPreset, maxInFlight: number): NetworkSettings {
  const retryBackoff = microsOf(config, 'retry.backoff.ms');
  return {
    software: preset.software,
    requestTimeout: microsOf(config, 'request.timeout.ms'),
    reconnectBackoff: microsOf(config, 'reconnect.backoff.ms'),
    reconnectBackoffMax: microsOf(config, 'reconnect.backoff.max.ms'),
    retryBackoff,
    retryBackoffMax: Math.max(retryBackoff, microsOf(config, 'retry.backoff.max.ms')),
    setupTimeout: microsOf(config, 'socket.connection.setup.timeout.ms'),
    setupTimeoutMax: microsOf(config, 'socket.connection.setup.timeout.max.ms'),
    metadataMaxAge: microsOf(config, 'metadata.max.age.ms'),
    connectionsMaxIdle: microsOf(config, 'connections.max.idle.ms'),
    maxInFlight,
    // A producer always may (ProducerMetadata); consumers have a setting since 2.3.
    allowAutoTopicCreation:
      config['allow.auto.create.topics'] === undefined || flagOf(config, 'allow.auto.create.topics'),
    leaderEpochs: preset.leaderEpochs,
    leaderDiscovery: preset.leaderDiscovery,
  };
}
