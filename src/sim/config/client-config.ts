import type { Config } from '../scenario.ts';
import type { Era } from '../world.ts';
import { defaultsOf } from './defaults.ts';

/** The Java producer's defaults in an era (org.apache.kafka.clients.producer.ProducerConfig), as Kafka's own strings. */
export function producerDefaults(era: Era): Config {
  return defaultsOf('producer', era);
}

/** The Java consumer's defaults in an era (org.apache.kafka.clients.consumer.ConsumerConfig), as Kafka's own strings. */
export function consumerDefaults(era: Era): Config {
  return defaultsOf('consumer', era);
}
