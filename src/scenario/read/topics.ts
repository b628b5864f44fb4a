import type { NewTopic } from '../../sim/intervention.ts';
import { NAMELESS } from '../stand-in.ts';
import { fieldsOf, listOf, wrong, type Fields, type Read } from './reading.ts';
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
  if (!named && fields === null) return null;
  const name = (fields === null ? readText(spot) : fields.required('name', readText)) ?? NAMELESS.topic;
  const assignment = fields?.optional('assignment', readAssignment, null) ?? null;
  const replicas = fields?.optional('replicationFactor', readInteger, null) ?? null;
  if (fields !== null && assignment !== null && replicas !== null) checkReplicas(fields, assignment, replicas);
  const topic: NewTopic = {
    name,
    partitions: fields?.optional('partitions', readInteger, null) ?? assignment?.length ?? 1,
    replicationFactor: replicas ?? assignment?.[0]?.length ?? 1,
    assignment,
    config: fields?.optional('config', readConfig, {}) ?? {},
  };
  spot.reading.origins.place(topic, spot.path, named ? { name: spot.path } : {});
  return topic;
};

/** An assignment says how many replicas there are; beside it a number is either the same, or a slip. */
function checkReplicas(fields: Fields, assignment: readonly (readonly number[])[], replicas: number): void {
  const lengths = [...new Set(assignment.map((brokers) => brokers.length))];
  // Lengths that differ are told at the partitions.
  if (lengths.length !== 1 || lengths[0] === replicas) return;
  const message = `replicationFactor ${replicas}; the assignment gives each partition ${lengths[0]}`;
  wrong(fields.at('replicationFactor'), 'replication', message, 'leave replicationFactor out');
}
