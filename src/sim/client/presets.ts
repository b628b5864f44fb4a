import { consumerDefaults, producerDefaults } from '../config/client-config.ts';
import type { Config } from '../scenario.ts';
import type { Era } from '../world.ts';

/** A client library as it is out of the box: where it differs from the Java client of the era, and what it cannot do. */
export interface ClientPreset {
  /** What it calls itself in ApiVersions. */
  readonly software: string;
  /** Its defaults, over the Java client's of the same era. */
  readonly producer: Config;
  readonly consumer: Config;
  /** KIP-320: leader epochs in the client. */
  readonly leaderEpochs: boolean;
  /** KIP-951: a new leader is taken from the error response that names it. */
  readonly leaderDiscovery: boolean;
  /** Are batches to be sent again kept in the order of their records, also without idempotence? */
  readonly sortsRetries: boolean;
}

/** Kafka's own client: its defaults are the era's. */
function javaClient(era: Era): ClientPreset {
  return {
    software: 'apache-kafka-java',
    producer: {},
    consumer: {},
    leaderEpochs: true,
    leaderDiscovery: era !== '2.8',
    sortsRetries: false,
  };
}

/** kcat 1.7.1 on librdkafka 2.0.2 (its CONFIGURATION.md), whatever the brokers are. */
const kcat: ClientPreset = {
  software: 'librdkafka',
  producer: {
    acks: 'all',
    'enable.idempotence': 'false',
    'linger.ms': '5',
    'batch.size': '1000000',
    'delivery.timeout.ms': '300000',
    'max.in.flight.requests.per.connection': '1000000',
    'max.request.size': '1000000',
    'buffer.memory': '1073741824',
    'retry.backoff.max.ms': '100',
    partitioner: 'consistent_random',
    'sticky.partitioning.linger.ms': '10',
  },
  consumer: { 'auto.offset.reset': 'latest', 'retry.backoff.max.ms': '100', 'allow.auto.create.topics': 'false' },
  leaderEpochs: false,
  leaderDiscovery: false,
  sortsRetries: true,
};

/** kafka-python 2.0.2, the client of the deck (kafka/producer/kafka.py, kafka/consumer/group.py). */
const kafkaPython: ClientPreset = {
  software: 'kafka-python',
  producer: {
    acks: '1',
    'enable.idempotence': 'false',
    retries: '0',
    'linger.ms': '0',
    // It has no such setting: a batch that waits longer than request_timeout_ms is given up (RecordAccumulator.abort_expired_batches).
    'delivery.timeout.ms': '30000',
    'retry.backoff.max.ms': '100',
    partitioner: 'kafka-python',
  },
  consumer: { 'retry.backoff.max.ms': '100' },
  leaderEpochs: false,
  leaderDiscovery: false,
  sortsRetries: false,
};

/** Names of the clients that scenarios may ask for. */
export const clientNames = ['java', 'kcat', 'kafka-python'] as const;

/** The client of that name in an era; an unknown name (refused at the edge) is taken for Java. */
export function presetOf(client: string, era: Era): ClientPreset {
  if (client === 'kcat') return kcat;
  return client === 'kafka-python' ? kafkaPython : javaClient(era);
}

/** A producer's defaults: the era's, under the client's own. */
export function defaultProducerConfig(client: string, era: Era): readonly [Config, Config] {
  return [{ ...LATER_DEFAULTS, ...producerDefaults(era) }, presetOf(client, era).producer];
}

/** A consumer's defaults: the era's, under the client's own. */
export function defaultConsumerConfig(client: string, era: Era): readonly [Config, Config] {
  return [{ ...LATER_DEFAULTS, ...consumerDefaults(era) }, presetOf(client, era).consumer];
}

/** Settings that an era's client lacks, at the values that make it behave as if they were not there. */
const LATER_DEFAULTS: Config = {
  'retry.backoff.max.ms': '0',
  'partitioner.adaptive.partitioning.enable': 'false',
  'partitioner.ignore.keys': 'false',
  'sticky.partitioning.linger.ms': '0',
};
