import type { Intervention, NewConsumer, ProducerProgram } from '../../sim/intervention.ts';
import type { Path } from '../yaml-document.ts';
import type { Cast } from './cast.ts';
import type { Findings } from './finding.ts';

/*
 * Partitions that are named exist: where the file declares the topic, up to the largest number of partitions that the script gives it.
 * A topic that brokers create by themselves, or create again, has as many as they like.
 */

/** The partitions that the scenario's own producers and consumers name. */
export function checkPartitions(cast: Cast, findings: Findings): void {
  const { scenario } = cast;
  scenario.producers.forEach(({ program }, index) => {
    if (program !== null) checkProgramPartition(program, cast, ['producers', index, 'program'], findings);
  });
  scenario.consumers.forEach((consumer, index) => {
    checkAssigned(consumer, cast, ['consumers', index, 'assign'], findings);
  });
}

/** The partitions that an intervention names. */
export function checkPartitionsOf(intervention: Intervention, cast: Cast, path: Path, findings: Findings): void {
  switch (intervention.type) {
    case 'addProducer': {
      const { program } = intervention.producer;
      if (program !== null) checkProgramPartition(program, cast, [...path, 'producer', 'program'], findings);
      return;
    }
    case 'addConsumer':
      return checkAssigned(intervention.consumer, cast, [...path, 'consumer', 'assign'], findings);
    case 'setProgram':
      if (intervention.program !== null)
        checkProgramPartition(intervention.program, cast, [...path, 'program'], findings);
      return;
    case 'send': {
      const seen = new Set<string>();
      intervention.records.forEach(({ topic, partition }, index) => {
        if (partition === null || seen.has(`${topic}-${partition}`)) return;
        seen.add(`${topic}-${partition}`);
        checkPartition(topic, partition, cast, [...path, 'records', index, 'partition'], findings);
      });
      return;
    }
    case 'seek':
      checkTopicKnown(intervention.topic, cast, [...path, 'partition'], findings);
      return checkPartition(intervention.topic, intervention.partition, cast, [...path, 'partition'], findings);
    case 'commit':
      for (const { topic, partition } of intervention.offsets ?? []) {
        checkTopicKnown(topic, cast, [...path, 'offsets'], findings);
        checkPartition(topic, partition, cast, [...path, 'offsets'], findings);
      }
      return;
    case 'deleteRecords':
    case 'electLeaders':
    case 'reassignPartitions':
      return checkPartition(intervention.topic, intervention.partition, cast, [...path, 'partition'], findings);
    default:
      return;
  }
}

/** A partition of a topic that the file declares. */
export function checkPartition(topic: string, partition: number, cast: Cast, path: Path, findings: Findings): void {
  const count = cast.known.topics?.find(({ name }) => name === topic)?.partitions ?? Number.MAX_SAFE_INTEGER;
  if (partition < count) return;
  const message = `unknown partition ${topic.slice(0, 60)}-${partition}; the last one of ${topic.slice(0, 60)} is ${topic.slice(0, 60)}-${count - 1}`;
  findings.add(path, 'unknown-partition', message, 'partitions count from 0');
}

/** A topic that the file declares or a client uses; Kafka's own have names that begin with two underscores. */
export function checkTopicKnown(topic: string, cast: Cast, path: Path, findings: Findings): void {
  const names = cast.known.topics?.map(({ name }) => name) ?? null;
  if (names !== null && !topic.startsWith('__') && !names.includes(topic))
    findings.unknown(path, 'topic', topic, names);
}

function checkProgramPartition({ topic, partition }: ProducerProgram, cast: Cast, path: Path, f: Findings): void {
  if (partition !== null) checkPartition(topic, partition, cast, [...path, 'partition'], f);
}

function checkAssigned({ assign }: NewConsumer, cast: Cast, path: Path, findings: Findings): void {
  (assign ?? []).forEach(({ topic, partition }, at) => checkPartition(topic, partition, cast, [...path, at], findings));
}
