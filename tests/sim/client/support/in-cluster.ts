import type { NewProducer, ProducerProgram } from '../../../../src/sim/intervention.ts';
import type { RecordBatch } from '../../../../src/sim/protocol/record-batch.ts';
import { eachRecord } from '../../../../src/sim/read/log.ts';
import { nodeNamed } from '../../../../src/sim/read/nodes.ts';
import { logOf } from '../../../../src/sim/read/replicas.ts';
import { s, topic, type Cluster } from '../../cluster/build.ts';

/** A topic with one partition on all three brokers, led by broker 1. */
export const one = topic('orders', 1, 3, { assignment: [[1, 2, 3]] });

/** A producer whose program sends a numbered record to the topic ten times a second, unless told otherwise. */
export function producer(
  name: string,
  topicName: string,
  more: Partial<Omit<NewProducer, 'program'>> & {
    readonly startAt?: number;
    readonly program?: Partial<ProducerProgram>;
  } = {},
): NewProducer & { readonly startAt: number } {
  const { program, ...rest } = more;
  const complete: ProducerProgram = {
    topic: topicName,
    perTick: 1,
    interval: s(0.1),
    count: null,
    keys: [null],
    values: ['v{n}'],
    partition: null,
    ...program,
  };
  return { name, client: 'java', config: {}, startAt: s(1), ...rest, program: complete };
}

/** Values in a broker's log of a partition. */
export function logged(cluster: Cluster, broker: number, partition = 0): string[] {
  const log = logOf(cluster.world, broker, partition);
  const all: string[] = [];
  if (log !== null) eachRecord(log, log.logStartOffset, log.logEndOffset, ({ record }) => all.push(record.value ?? ''));
  return all;
}

function valuesOf(batch: RecordBatch, from: number, to: number): string[] {
  return batch.records
    .filter((_, i) => batch.baseOffset + i >= from && batch.baseOffset + i < to)
    .map(({ value }) => value ?? '');
}

/** Values that a consumer's program has printed, in order, by its name. */
export function printed(cluster: Cluster, name: string): string[] {
  const node = nodeNamed(cluster.world, name)?.id;
  return cluster
    .entries('RecordsPrinted')
    .filter((entry) => entry.node === node)
    .flatMap(({ args: { from, to, batches } }) => batches.flatMap((batch) => valuesOf(batch, from, to)));
}

/** Values that producers were told are written, in order. */
export function acknowledged(cluster: Cluster): string[] {
  return cluster
    .entries('RecordsAcknowledged')
    .flatMap(({ args }) => args.batch.records.map(({ value }) => value ?? ''));
}

/** How many of these were there before. */
export function repeats(values: readonly string[]): number {
  return values.length - new Set(values).size;
}

/** The values of a program's first records. */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `v${n}`);
