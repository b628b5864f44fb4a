import type { Config } from '../../scenario.ts';
import type { ProducerSettings } from '../producer/state.ts';

type Choice = Pick<ProducerSettings, 'partitioner' | 'keyless' | 'emptyKeyIsNone'>;

const INTERNALS = 'org.apache.kafka.clients.producer.internals.';
const PRODUCER = 'org.apache.kafka.clients.producer.';

/**
 * Partitioners by the names that clients give them. `partitioner` is librdkafka's setting and the scenario's short one,
 * `partitioner.class` is Java's. With `keyless` null, records without a key are spread as the client itself would.
 */
const CHOICES: {
  readonly [name: string]: { readonly partitioner: Choice['partitioner']; readonly keyless: Choice['keyless'] | null };
} = {
  murmur2: { partitioner: 'murmur2', keyless: null },
  crc32: { partitioner: 'crc32', keyless: 'linger' },
  sticky: { partitioner: 'sticky', keyless: null },
  random: { partitioner: 'random', keyless: 'random' },
  consistent_random: { partitioner: 'crc32', keyless: 'linger' },
  murmur2_random: { partitioner: 'murmur2', keyless: 'linger' },
  'kafka-python': { partitioner: 'murmur2', keyless: 'random' },
};

const CLASSES: {
  readonly [name: string]: { readonly partitioner: Choice['partitioner']; readonly keyless: Choice['keyless'] };
} = {
  [`${INTERNALS}DefaultPartitioner`]: { partitioner: 'murmur2', keyless: 'batch' },
  [`${PRODUCER}UniformStickyPartitioner`]: { partitioner: 'sticky', keyless: 'batch' },
};

/** Names that `partitioner` may have, and those of `partitioner.class`. */
export const partitionerNames: readonly string[] = Object.keys(CHOICES);
export const partitionerClasses: readonly string[] = Object.keys(CLASSES);

/** How a producer with this complete configuration chooses partitions. Checked at the edge; an unknown name is the default. */
export function partitionerChoice(config: Config): Choice {
  const own = CLASSES[config['partitioner.class'] ?? ''] ?? { partitioner: 'murmur2', keyless: 'adaptive' as const };
  const named = CHOICES[config['partitioner'] ?? ''];
  const partitioner = named?.partitioner ?? (config['partitioner.ignore.keys'] === 'true' ? 'sticky' : own.partitioner);
  return {
    partitioner,
    keyless: named?.keyless ?? own.keyless,
    emptyKeyIsNone: partitioner === 'crc32',
  };
}
