import type { NewTopic } from '../../sim/intervention.ts';
import { fieldsOf, listOf, type Read } from './reading.ts';
import { readBrokerId, readConfig, readInteger, readText } from './values.ts';

const KEYS = ['name', 'partitions', 'replicationFactor', 'assignment', 'config'];

/** Brokers of each partition, preferred leader first. */
export const readAssignment: Read<number[][]> = listOf(
  listOf(readBrokerId, 'a list of brokers'),
  'a list with a list of brokers for each partition',
);

/** A topic: by its name alone, or with partitions and replicas counted or assigned. */
export const readTopic: Read<NewTopic> = (spot) => {
  const named = typeof spot.value === 'string';
  const fields = named ? null : fieldsOf(spot, 'a topic', KEYS);
  const name = named ? readText(spot) : (fields?.required('name', readText) ?? null);
  if (name === null) return null;
  const assignment = fields?.optional('assignment', readAssignment, null) ?? null;
  const topic: NewTopic = {
    name,
    partitions: fields?.optional('partitions', readInteger, null) ?? assignment?.length ?? 1,
    replicationFactor: fields?.optional('replicationFactor', readInteger, null) ?? assignment?.[0]?.length ?? 1,
    assignment,
    config: fields?.optional('config', readConfig, {}) ?? {},
  };
  spot.reading.origins.place(topic, spot.path, named ? { name: spot.path } : {});
  return topic;
};
