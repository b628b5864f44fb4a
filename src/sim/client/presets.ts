import { consumerDefaults, producerDefaults } from '../config/client-config.ts';
import type { Config } from '../scenario.ts';
import type { Era } from '../world.ts';
import { javaClient } from './presets/java.ts';
import { kafkaPython2, kafkaPython3 } from './presets/kafka-python.ts';
import { kcat, librdkafka } from './presets/librdkafka.ts';
import type { ClientPreset } from './presets/preset.ts';

export { JAVA_GROUP, type ClientPreset, type GroupSwitches } from './presets/preset.ts';

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

/** The client of that name in an era; an unknown name (refused at the edge) is taken for Java. */
export function presetOf(client: string, era: Era): ClientPreset {
  return (Object.hasOwn(OTHERS, client) ? OTHERS[client] : undefined) ?? javaClient(releaseOf(client, era));
}

/** A producer's defaults: the era's, under the client's own. */
export function defaultProducerConfig(client: string, era: Era): readonly [Config, Config] {
  return [{ ...LATER_DEFAULTS, ...producerDefaults(releaseOf(client, era)) }, presetOf(client, era).producer];
}

/** A consumer's defaults: the era's, under the client's own. */
export function defaultConsumerConfig(client: string, era: Era): readonly [Config, Config] {
  return [{ ...LATER_DEFAULTS, ...consumerDefaults(releaseOf(client, era)) }, presetOf(client, era).consumer];
}

/** Which release of Java's client it is, or whose defaults lie under its own. */
function releaseOf(client: string, era: Era): Era {
  return (Object.hasOwn(JAVA_RELEASES, client) ? JAVA_RELEASES[client] : undefined) ?? era;
}

/** Settings that an era's client lacks, at the values that make it behave as if they were not there. */
const LATER_DEFAULTS: Config = {
  'retry.backoff.max.ms': '0',
  'partitioner.adaptive.partitioning.enable': 'false',
  'partitioner.ignore.keys': 'false',
  'sticky.partitioning.linger.ms': '0',
};
