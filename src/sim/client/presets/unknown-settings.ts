import type { Lack } from './preset.ts';

/* Settings of Java's clients that change what a run shows, and that other libraries have neither by their name nor by another. */

const PARTITIONERS = ['partitioner.class', 'partitioner.ignore.keys', 'partitioner.adaptive.partitioning.enable'];
const RECOVERY = ['metadata.recovery.strategy', 'metadata.recovery.rebootstrap.trigger.ms'];
const SETUP = ['socket.connection.setup.timeout.ms', 'socket.connection.setup.timeout.max.ms'];

/** KafkaConsumer.DEFAULT_CONFIG and KafkaProducer.DEFAULT_CONFIG of all releases have none of these. */
const NOT_IN_KAFKA_PYTHON = [
  ...PARTITIONERS,
  ...RECOVERY,
  ...SETUP,
  'default.api.timeout.ms',
  'group.remote.assignor',
  'metadata.max.idle.ms',
  'retry.backoff.max.ms',
  'sticky.partitioning.linger.ms',
];

/** librdkafka's CONFIGURATION.md, up to 2.9. A full queue is for its caller to deal with, and poll() gives one record. */
const NOT_IN_LIBRDKAFKA = [
  ...PARTITIONERS,
  ...RECOVERY,
  'socket.connection.setup.timeout.max.ms',
  'default.api.timeout.ms',
  'max.block.ms',
  'max.poll.records',
  'metadata.max.idle.ms',
];

export const unknownToKafkaPython2 = unknownTo('kafka-python 2.0.2', [
  ...NOT_IN_KAFKA_PYTHON,
  'allow.auto.create.topics',
]);
/** Its accumulator has no bounds. */
export const unknownToKafkaPython3 = unknownTo('kafka-python 3.0', [...NOT_IN_KAFKA_PYTHON, 'buffer.memory']);
export const unknownToLibrdkafka = unknownTo('librdkafka', NOT_IN_LIBRDKAFKA);
export const unknownToKcat = unknownTo('kcat 1.7.1 on librdkafka 2.0.2', [
  ...NOT_IN_LIBRDKAFKA,
  'group.remote.assignor',
  'retry.backoff.max.ms',
]);

function unknownTo(library: string, settings: readonly string[]): readonly Lack[] {
  return settings.map((setting) => ({
    setting,
    value: null,
    why: `${library} has no such setting`,
    hint: 'leave it out, or take client: java',
  }));
}
