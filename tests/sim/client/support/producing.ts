import type { NewProducer, NewRecord, ProducerProgram } from '../../../../src/sim/intervention.ts';
import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import type { ProduceRequest, ProduceResponse } from '../../../../src/sim/protocol/client.ts';
import type { RecordBatch } from '../../../../src/sim/protocol/record-batch.ts';
import type { Era } from '../../../../src/sim/world.ts';
import { newProducerState, producerBehaviour } from '../../../../src/sim/client/producer.ts';
import type { ProducerState } from '../../../../src/sim/client/state.ts';
import { ClientBench, metadata, setupOf } from './client-bench.ts';

type Config = { readonly [name: string]: string };

export interface Given {
  readonly config?: Config;
  readonly era?: Era;
  readonly client?: string;
  readonly program?: Partial<ProducerProgram>;
  /** Leader of each partition of the topic `orders`. */
  readonly leaders?: readonly number[];
}

/** A producer that has started, but has not spoken to anyone yet. */
export function startedProducer({
  config = {},
  era = '3.9',
  client = 'java',
  program,
}: Given = {}): ClientBench<ProducerState> {
  const setup = setupOf(era);
  const complete: ProducerProgram | null =
    program === undefined
      ? null
      : {
          topic: 'orders',
          perTick: 1,
          interval: 100_000,
          count: null,
          keys: [null],
          values: ['v{n}'],
          partition: null,
          ...program,
        };
  const given: NewProducer = { name: 'p', client, config, program: complete };
  return new ClientBench(setup, producerBehaviour, newProducerState(setup, given)).take({ type: 'start' });
}

/**
 * A producer that knows the topic `orders`, is connected to the leaders of its partitions, and has its producer id. Its program, if
 * it has one, has handed over the records of its first tick.
 */
export function readyProducer(given: Given = {}): ClientBench<ProducerState> {
  const { leaders = [1] } = given;
  const bench = startedProducer(given);
  bench.accept();
  const topics = (): { orders: readonly number[] } => ({ orders: leaders });
  if (given.program === undefined) bench.do({ type: 'send', node: 'p', records: [] });
  while (bench.open('MetadataRequest').length > 0)
    bench.answer('MetadataRequest', (request) => metadata(request.topics?.includes('orders') === true ? topics() : {}));
  if (bench.open('InitProducerIdRequest').length > 0) {
    bench.answer('InitProducerIdRequest', {
      type: 'InitProducerIdResponse',
      errorCode: 'NONE',
      producerId: 7,
      producerEpoch: 0,
    });
  }
  return bench.accept();
}

/** A producer without a program that knows the topic `orders`: a record was sent to its first partition and acknowledged. */
export function warmProducer(given: Given = {}): ClientBench<ProducerState> {
  const { leaders = [1] } = given;
  const bench = startedProducer(given)
    .do(sendTo('orders', 0, 'warm'))
    .do({ type: 'flush', node: 'p' });
  for (let i = 0; i < 1000 && bench.open('ProduceRequest').length === 0; i++) {
    bench.advance(bench.now + 1000).accept();
    if (bench.open('MetadataRequest').length > 0) {
      bench.answer('MetadataRequest', (request) =>
        metadata(request.topics?.includes('orders') === true ? { orders: leaders } : {}),
      );
    }
    if (bench.open('InitProducerIdRequest').length > 0) {
      bench.answer('InitProducerIdRequest', {
        type: 'InitProducerIdResponse',
        errorCode: 'NONE',
        producerId: 7,
        producerEpoch: 0,
      });
    }
  }
  bench.answer('ProduceRequest', (request) => answered(request, 0));
  bench.entries.length = 0;
  return bench;
}

/** An intervention that sends records with these values. */
export function sendTo(
  topic: string,
  partition: number | null,
  ...values: readonly string[]
): { readonly type: 'send'; readonly node: string; readonly records: readonly NewRecord[] } {
  return {
    type: 'send',
    node: 'p',
    records: values.map((value) => ({ topic, partition, key: null, value, headers: [] })),
  };
}

/** An answer to a Produce request: each partition from this offset on, or this error. */
export function answered(request: ProduceRequest, answer: number | ErrorCode): ProduceResponse {
  const errorCode: ErrorCode = typeof answer === 'string' ? answer : 'NONE';
  const baseOffset = typeof answer === 'number' ? answer : -1;
  return {
    type: 'ProduceResponse',
    responses: request.topicData.map(({ name, partitionData }) => ({
      name,
      partitionResponses: partitionData.map(({ index }) => ({
        index,
        errorCode,
        baseOffset,
        logAppendTimeMs: -1,
        logStartOffset: 0,
        errorMessage: null,
        currentLeader: null,
      })),
    })),
  };
}

/** The batches of a Produce request by partition, as the values of their records. */
export function contents(request: ProduceRequest): { readonly [partition: string]: readonly (string | null)[] } {
  const all: { [partition: string]: readonly (string | null)[] } = {};
  for (const { name, partitionData } of request.topicData) {
    for (const { index, records } of partitionData) all[`${name}-${index}`] = records.records.map(({ value }) => value);
  }
  return all;
}

/** The batch that a Produce request has for the only partition in it. */
export function onlyBatch(request: ProduceRequest): RecordBatch {
  return (request.topicData[0] as ProduceRequest['topicData'][number]).partitionData[0]?.records as RecordBatch;
}
