import type { ArgSpec, ArgValue, PartitionRef, RecordRef } from './args.ts';
import { CLUSTER_METADATA, METADATA_PARTITION } from '../read/metadata-log.ts';
import type { FactCall } from './call.ts';
import { didYouMean } from './nearest.ts';

/** What a scenario has names for. A list that is null is not checked: later interventions may add to it. */
export interface KnownNames {
  readonly topics: readonly { readonly name: string; readonly partitions: number }[] | null;
  readonly brokers: readonly number[];
  /** The numbers of those that may be the active controller. */
  readonly controllers: readonly number[];
  /** The names of all nodes. */
  readonly nodes: readonly string[] | null;
  readonly mode: 'zookeeper' | 'kraft';
  readonly producers: readonly string[] | null;
  readonly consumers: readonly string[] | null;
}

/** Where a call is to be asked. */
export type Asker = 'script' | 'lesson';

/**
 * What is wrong with a call in a scenario that has these names; empty when nothing is.
 * A script asks the World alone, so it cannot ask a question about the past.
 */
export function checkFactCall(call: FactCall, known: KnownNames, asker: Asker): readonly string[] {
  const problems: string[] = [];
  const first = call.args[0] ?? null;
  const ofMetadata = isMetadataLog(first);
  if (ofMetadata && known.mode === 'kraft' && !OF_ANY_LOG.includes(call.fact.id))
    problems.push(
      `fact ${call.fact.id} is not asked of ${METADATA_PARTITION}; of it can be asked ${OF_ANY_LOG.join(', ')}; who leads it is quorumLeader, its epoch quorumEpoch`,
    );
  call.fact.args.forEach((spec, index) => {
    const value = call.args[index] ?? null;
    const list = spec.rest === true ? (value as readonly ArgValue[]) : [value];
    for (const item of list) {
      if (ofMetadata && spec.kind === 'broker' && known.controllers.includes(item as number)) continue;
      const problem = item === null ? null : problemWith(spec, item, known);
      if (problem !== null) problems.push(problem);
    }
  });
  if (asker === 'script' && (call.fact.folds.length > 0 || call.fact.readsTrace)) {
    problems.push(
      `fact ${call.fact.id} remembers the past; a script asks of the present alone; wait for a trace entry instead`,
    );
  }
  return problems;
}

function problemWith(spec: ArgSpec, value: ArgValue, known: KnownNames): string | null {
  switch (spec.kind) {
    case 'partition':
      return partitionProblem(value as PartitionRef, known);
    case 'record': {
      const ref = value as RecordRef;
      return ref.by === 'place' ? partitionProblem(ref, known) : null;
    }
    case 'topic':
      return nameProblem('topic', value as string, known.topics?.map((topic) => topic.name) ?? null);
    case 'broker':
      return known.brokers.includes(value as number)
        ? null
        : `unknown broker ${value as number}; the brokers are ${known.brokers.join(', ')}`;
    case 'producer':
      return nameProblem('producer', value as string, known.producers);
    case 'consumer':
      return nameProblem('consumer', value as string, known.consumers);
    case 'client': {
      const clients =
        known.producers === null || known.consumers === null ? null : [...known.producers, ...known.consumers];
      return nameProblem('client', value as string, clients);
    }
    default:
      return null;
  }
}

/** What can be asked of the metadata log as of any other. */
const OF_ANY_LOG = ['logStart', 'logEndOffset', 'highWatermark', 'lastReadable', 'count', 'logValues'];

function isMetadataLog(value: ArgValue): boolean {
  return typeof value === 'object' && value !== null && 'topic' in value && value.topic === CLUSTER_METADATA;
}

function partitionProblem(ref: PartitionRef, known: KnownNames): string | null {
  const { topic, partition } = ref;
  if (isMetadataLog(ref) && partition === 0)
    return known.mode === 'kraft' ? null : `there is no ${METADATA_PARTITION}; only a cluster of mode kraft has it`;
  const problem = nameProblem('topic', topic, known.topics?.map((one) => one.name) ?? null);
  if (problem !== null) return problem;
  const count = known.topics?.find((one) => one.name === topic)?.partitions ?? Number.MAX_SAFE_INTEGER;
  if (partition < count) return null;
  return `unknown partition ${topic}-${partition}; the last one of ${topic} is ${topic}-${count - 1}`;
}

function nameProblem(noun: string, name: string, names: readonly string[] | null): string | null {
  if (names === null || names.includes(name)) return null;
  const remedy = didYouMean(name, names);
  const all = names.length === 0 ? `there is no ${noun}` : `there is ${names.join(', ')}`;
  return `unknown ${noun} ${name}${remedy === '' ? `; ${all}` : remedy}`;
}
