import type { NewConsumer, NewProducer } from '../../sim/intervention.ts';
import type { Micros } from '../../sim/time.ts';
import { NAMELESS } from '../stand-in.ts';
import { fieldsOf, listOf, oneOrMore, wrong, type Fields, type Read } from './reading.ts';
import { readProgram } from './programs.ts';
import { readConfig, readPartition, readText, readTime, readWord } from './values.ts';

export const PRODUCER_KEYS = ['name', 'client', 'config', 'program'];
export const CONSUMER_KEYS = ['name', 'client', 'config', 'topics', 'assign', 'processing', 'commit', 'effect'];

const COMMIT_POLICIES = ['auto', 'before', 'after', 'each', 'none'] as const;

/** A producer with its configuration and program, as it joins. */
export function producerFrom(fields: Fields): NewProducer {
  const producer: NewProducer = {
    name: fields.required('name', readText) ?? NAMELESS.producer,
    client: fields.optional('client', readText, 'java'),
    config: fields.optional('config', readConfig, {}),
    program: fields.optional('program', readProgram, null),
  };
  fields.spot.reading.origins.place(producer, fields.spot.path);
  return producer;
}

/** A consumer with its configuration and what it reads, as it joins. */
export function consumerFrom(fields: Fields): NewConsumer {
  const name = fields.required('name', readText) ?? NAMELESS.consumer;
  const topics = fields.optional('topics', oneOrMore(readText, 'a list of topics'), []);
  const assign = fields.optional('assign', oneOrMore(readPartition, 'a list of partitions'), null);
  if (fields.has('topics') === fields.has('assign')) {
    wrong(
      fields.spot,
      'what-to-read',
      'a consumer must have either topics or assign',
      'topics reads all partitions of some topics, assign exactly the partitions it lists',
    );
  }
  const commit = fields.has('commit') ? fields.required('commit', readWord(COMMIT_POLICIES)) : null;
  const effect = fields.has('effect') ? fields.required('effect', readText) : null;
  const consumer: NewConsumer = {
    name,
    client: fields.optional('client', readText, 'java'),
    config: fields.optional('config', readConfig, {}),
    topics,
    assign,
    processing: fields.optional('processing', readTime, 0),
    ...(commit === null ? {} : { commit }),
    ...(effect === null ? {} : { effect }),
  };
  fields.spot.reading.origins.place(consumer, fields.spot.path);
  return consumer;
}

export type StartingProducer = NewProducer & { readonly startAt: Micros };
export type StartingConsumer = NewConsumer & { readonly startAt: Micros };

/** Producers of a scenario; their `sends` are handed to `onSends`, since they become items of the script. */
export function readProducers(onSends: (sends: Fields, producer: string) => void): Read<StartingProducer[]> {
  return listOf((spot) => {
    const fields = fieldsOf(spot, 'a producer', [...PRODUCER_KEYS, 'start', 'sends']);
    if (fields === null) return null;
    const producer = producerFrom(fields);
    const starting = { ...producer, startAt: fields.optional('start', readTime, 0) };
    spot.reading.origins.place(starting, spot.path, { startAt: [...spot.path, 'start'] });
    if (fields.has('sends')) onSends(fields, producer.name);
    return starting;
  }, 'a list of producers');
}

/** Consumers of a scenario. */
export const readConsumers: Read<StartingConsumer[]> = listOf((spot) => {
  const fields = fieldsOf(spot, 'a consumer', [...CONSUMER_KEYS, 'start']);
  if (fields === null) return null;
  const consumer = consumerFrom(fields);
  const starting = { ...consumer, startAt: fields.optional('start', readTime, 0) };
  spot.reading.origins.place(starting, spot.path, { startAt: [...spot.path, 'start'] });
  return starting;
}, 'a list of consumers');
