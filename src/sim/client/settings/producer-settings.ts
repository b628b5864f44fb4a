import { present } from '../../../lib/assert.ts';
import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';
import { defaultProducerConfig, presetOf } from '../presets.ts';
import type { ProducerSettings } from '../producer/state.ts';
import { acksOf, flagOf, layered, microsOf, textOf, wholeOf } from './parse.ts';
import { partitionerChoice } from './partitioner-settings.ts';

/** At most so many requests in flight with idempotence: brokers remember five batches of a producer (KIP-98). */
export const MAX_IN_FLIGHT_IDEMPOTENT = 5;

/**
 * A producer's settings, parsed (ProducerConfig, KafkaProducer.configureDeliveryTimeout).
 * @param given what the scenario and the producer set, Kafka's own strings; checked at the edge by `checkProducerConfig`
 * @param client which client library it is; its defaults lie under what was given
 */
export function producerSettings(given: Config, client: string, era: Era): ProducerSettings {
  const config = layered(...defaultProducerConfig(client, era), given);
  const idempotence = isIdempotent(given, config);
  const retryBackoff = microsOf(config, 'retry.backoff.ms');
  const linger = microsOf(config, 'linger.ms');
  const requestTimeout = microsOf(config, 'request.timeout.ms');
  const { partitioner, keyless, emptyKeyIsNone } = partitionerChoice(config);
  const { sortsRetries, splitsBatches, namesTimeouts, expiresQueued, oneAtATime, raisesDelivery } = presetOf(
    client,
    era,
  );
  const inFlight = wholeOf(config, 'max.in.flight.requests.per.connection');
  const leastDelivery = linger + requestTimeout;
  const delivery = microsOf(config, 'delivery.timeout.ms');
  return {
    acks: idempotence ? -1 : present(acksOf(textOf(config, 'acks')), 'acks'),
    retries: wholeOf(config, 'retries'),
    linger,
    batchSize: Math.max(wholeOf(config, 'batch.size'), 1),
    requestTimeout,
    // Raised when it was not set and linger.ms was; when it was set, checkProducerConfig has refused it.
    deliveryTimeout: expiresQueued ? leastDelivery : raisesDelivery ? Math.max(delivery, leastDelivery) : delivery,
    expiresQueued,
    retryBackoff,
    retryBackoffMax: Math.max(retryBackoff, microsOf(config, 'retry.backoff.max.ms')),
    maxInFlight: idempotence ? Math.min(inFlight, MAX_IN_FLIGHT_IDEMPOTENT) : inFlight,
    oneAtATime: inFlight === 1 || (idempotence && oneAtATime),
    idempotence,
    retriesInOrder: idempotence || sortsRetries,
    splitsBatches,
    namesTimeouts,
    partitioner,
    keyless,
    emptyKeyIsNone,
    adaptive: flagOf(config, 'partitioner.adaptive.partitioning.enable'),
    stickyLinger: microsOf(config, 'sticky.partitioning.linger.ms'),
    maxBlock: microsOf(config, 'max.block.ms'),
    maxRequestSize: wholeOf(config, 'max.request.size'),
    bufferMemory: wholeOf(config, 'buffer.memory'),
  };
}

/**
 * Is this producer idempotent (ProducerConfig.postProcessAndValidateIdempotenceConfigs)? Where only the default says so, settings
 * that contradict it turn it off. Asked for in 2.8, it makes the default acks=1 into all.
 */
function isIdempotent(given: Config, config: Config): boolean {
  if (!flagOf(config, 'enable.idempotence')) return false;
  if (given['enable.idempotence'] !== undefined) return true;
  return (
    acksOf(textOf(config, 'acks')) === -1 &&
    wholeOf(config, 'retries') > 0 &&
    wholeOf(config, 'max.in.flight.requests.per.connection') <= MAX_IN_FLIGHT_IDEMPOTENT
  );
}
