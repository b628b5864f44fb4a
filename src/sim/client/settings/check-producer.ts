import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';
import { defaultProducerConfig } from '../presets.ts';
import { lackProblems } from './lacks.ts';
import { libraryProducerProblems } from './library-rules.ts';
import { acksOf, isWhole, layered } from './parse.ts';
import { partitionerClasses, partitionerNames } from './partitioner-settings.ts';
import { MAX_IN_FLIGHT_IDEMPOTENT } from './producer-settings.ts';
import {
  fromOne,
  fromZero,
  longFromZero,
  sharedBounds,
  wholeProblems,
  wordProblem,
  type ConfigProblem,
} from './problem.ts';

const IN_FLIGHT = 'max.in.flight.requests.per.connection';

const BOUNDS = {
  ...sharedBounds,
  retries: fromZero,
  'batch.size': fromZero,
  'linger.ms': longFromZero,
  'delivery.timeout.ms': fromZero,
  'max.block.ms': longFromZero,
  'max.request.size': fromZero,
  'buffer.memory': longFromZero,
  [IN_FLIGHT]: fromOne,
  'sticky.partitioning.linger.ms': fromZero,
};

/**
 * What Kafka's producer would refuse of a configuration with a ConfigException, or another library in its own way; empty: it starts.
 * @param config what was set (not the defaults): some rules ask whether a setting was given
 */
export function checkProducerConfig(config: Config, era: Era, client = 'java'): readonly ConfigProblem[] {
  const values = [
    ...wholeProblems(config, BOUNDS),
    ...wordProblem(config, 'acks', ['all', '-1', '0', '1']),
    ...wordProblem(config, 'enable.idempotence', ['true', 'false']),
    ...wordProblem(config, 'partitioner.ignore.keys', ['true', 'false']),
    ...wordProblem(config, 'partitioner.adaptive.partitioning.enable', ['true', 'false']),
    ...wordProblem(config, 'partitioner', partitionerNames),
    ...wordProblem(config, 'partitioner.class', partitionerClasses),
  ];
  // What cannot be read cannot contradict anything.
  return values.length > 0
    ? values
    : [
        ...lackProblems(config, era, client),
        ...idempotenceProblems(config, era, client),
        ...deliveryProblems(config, era, client),
        ...bufferProblems(config, era, client),
      ];
}

/** ProducerConfig.postProcessAndValidateIdempotenceConfigs: idempotence that was asked for needs its three companions. */
function idempotenceProblems(config: Config, era: Era, client: string): readonly ConfigProblem[] {
  if (config['enable.idempotence'] !== 'true') return [];
  const all = layered(...defaultProducerConfig(client, era), config);
  const problems: ConfigProblem[] = [];
  const refuse = (setting: string, why: string, hint: string): void => {
    problems.push({ setting, message: `${setting}=${all[setting] ?? ''} with enable.idempotence=true; ${why}`, hint });
  };
  if (Number(all['retries']) === 0)
    refuse('retries', 'an idempotent producer must be able to retry', 'give retries of 1 or more');
  // Where acks was not set, 2.8 quietly uses all.
  if (config['acks'] !== undefined && acksOf(config['acks']) !== -1) {
    refuse('acks', 'an idempotent producer needs acks=all', 'set acks to all, or leave enable.idempotence out');
  }
  // librdkafka's default is more, and it quietly takes five where it was not set.
  if (config[IN_FLIGHT] !== undefined && Number(all[IN_FLIGHT]) > MAX_IN_FLIGHT_IDEMPOTENT) {
    refuse(
      IN_FLIGHT,
      'brokers remember five batches of an idempotent producer',
      `give at most ${MAX_IN_FLIGHT_IDEMPOTENT}`,
    );
  }
  return problems;
}

/**
 * BufferPool.allocate: a batch takes batch.size from buffer.memory at once, so where that is more than all of it no record can ever be
 * sent. Kafka's producer starts all the same, and every send() throws; here it is refused before.
 */
function bufferProblems(config: Config, era: Era, client: string): readonly ConfigProblem[] {
  const all = layered(...defaultProducerConfig(client, era), config);
  const [batch, memory] = [Number(all['batch.size']), Number(all['buffer.memory'])];
  if (Math.max(1, batch) <= memory) return [];
  const setting = config['buffer.memory'] === undefined ? 'batch.size' : 'buffer.memory';
  return [
    {
      setting,
      message: `batch.size=${batch} is more than buffer.memory=${memory}; no batch could ever be made`,
      hint: `give a buffer.memory of at least ${batch}, or a smaller batch.size`,
    },
  ];
}

/** KafkaProducer.configureDeliveryTimeout: a delivery timeout that was set must leave time for lingering and one request. */
function deliveryProblems(config: Config, era: Era, client: string): readonly ConfigProblem[] {
  const own = libraryProducerProblems(layered(...defaultProducerConfig(client, era), config), client);
  if (own !== null) return own;
  const setting = 'delivery.timeout.ms';
  const delivery = config[setting];
  if (delivery === undefined || !isWhole(delivery)) return [];
  const all = layered(...defaultProducerConfig(client, era), config);
  const least = Number(all['linger.ms']) + Number(all['request.timeout.ms']);
  if (Number(delivery) >= least) return [];
  return [
    {
      setting,
      message: `${setting}=${delivery}; less than linger.ms plus request.timeout.ms`,
      hint: `give at least ${least}, or a smaller request.timeout.ms`,
    },
  ];
}
