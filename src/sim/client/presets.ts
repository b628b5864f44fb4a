import { consumerDefaults, producerDefaults } from '../config/client-config.ts';
import type { Config } from '../scenario.ts';
import type { Era } from '../world.ts';
import { javaClient } from './presets/java.ts';
import { kafkaPython2, kafkaPython3 } from './presets/kafka-python.ts';
import { kcat, librdkafka } from './presets/librdkafka.ts';
import type { ClientPreset } from './presets/preset.ts';

export { JAVA_GROUP, type ClientPreset, type GroupSwitches, type Lack } from './presets/preset.ts';

/** Java's clients whose release is not the brokers'. */
const JAVA_RELEASES: { readonly [client: string]: Era } = { 'java-2.8': '2.8', 'java-3.9': '3.9', 'java-4.0': '4.0' };

const OTHERS: { readonly [client: string]: ClientPreset } = {
  kcat,
  librdkafka,
  'kafka-python': kafkaPython2,
  'kafka-python-3.0': kafkaPython3,
};

/** Names of the clients that scenarios may ask for. `java` is of the brokers' release, `kafka-python` is 2.0.2. */
export const clientNames: readonly string[] = ['java', ...Object.keys(JAVA_RELEASES), ...Object.keys(OTHERS)];

/**
 * The client of that name; an unknown name (refused at the edge) is taken for Java.
 * @param era the brokers', which only `java` follows
 */
export function presetOf(client: string, era: Era): ClientPreset {
  if (Object.hasOwn(OTHERS, client)) return OTHERS[client] as ClientPreset;
  return javaClient((Object.hasOwn(JAVA_RELEASES, client) ? JAVA_RELEASES[client] : undefined) ?? era);
}

/** The settings of which release may be given to a client: a Java client knows those of its own; for other libraries, whose names differ, the brokers' count. */
export function settingsEraOf(client: string, era: Era): Era {
  const { software, release } = presetOf(client, era);
  return software === 'apache-kafka-java' ? release : era;
}

/** A producer's defaults: those of Java's client of its release, under its own. */
export function defaultProducerConfig(client: string, era: Era): readonly [Config, Config] {
  const { release, producer } = presetOf(client, era);
  return [{ ...LATER_DEFAULTS, ...producerDefaults(release) }, producer];
}

/** A consumer's defaults: those of Java's client of its release, under its own. */
export function defaultConsumerConfig(client: string, era: Era): readonly [Config, Config] {
  const { release, consumer } = presetOf(client, era);
  return [{ ...LATER_DEFAULTS, ...consumerDefaults(release) }, consumer];
}

/** Settings that a release of the client lacks, at the values that make it behave as if they were not there. */
const LATER_DEFAULTS: Config = {
  'metadata.recovery.strategy': 'none',
  'retry.backoff.max.ms': '0',
  'partitioner.adaptive.partitioning.enable': 'false',
  'partitioner.ignore.keys': 'false',
  'sticky.partitioning.linger.ms': '0',
};
