import type { NewConsumer } from '../../../../src/sim/intervention.ts';
import type {
  FetchPartitionResponse,
  FetchRequest,
  FetchResponse,
  ListOffsetsRequest,
  ListOffsetsResponse,
} from '../../../../src/sim/protocol/client.ts';
import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import type { RecordBatch } from '../../../../src/sim/protocol/record-batch.ts';
import type { Era } from '../../../../src/sim/world.ts';
import { consumerBehaviour, newConsumerState } from '../../../../src/sim/client/consumer.ts';
import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import { EARLIEST_TIMESTAMP } from '../../../../src/sim/protocol/client.ts';
import { ClientBench, metadata, setupOf } from './client-bench.ts';

export interface Given {
  readonly config?: { readonly [name: string]: string };
  readonly era?: Era;
  readonly client?: string;
  readonly processing?: number;
  readonly assign?: NewConsumer['assign'];
  readonly leaders?: readonly number[];
}

/** A log as a consumer sees it through its leader. */
export interface Log {
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly lastStableOffset: number;
}

/** A consumer of the topic `orders` that has started, but has not spoken to anyone yet. */
export function startedConsumer({
  config = {},
  era = '3.9',
  client = 'java',
  processing = 0,
  assign = null,
}: Given = {}): ClientBench<ConsumerState> {
  const setup = setupOf(era);
  const consumer: NewConsumer = {
    name: 'c',
    client,
    config,
    topics: assign === null ? ['orders'] : [],
    assign,
    processing,
  };
  return new ClientBench(setup, consumerBehaviour, newConsumerState(setup, consumer)).take({ type: 'start' });
}

/** A consumer that knows its partitions, has positions in all of them (offset 0), and has a Fetch under way to each leader. */
export function readyConsumer(given: Given = {}): ClientBench<ConsumerState> {
  const { leaders = [1], config = {} } = given;
  const bench = startedConsumer({ ...given, config: { 'auto.offset.reset': 'earliest', ...config } });
  bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: leaders }));
  bench.await('ListOffsetsRequest');
  while (bench.await('ListOffsetsRequest').open('ListOffsetsRequest').length > 0)
    bench.answer('ListOffsetsRequest', (request) =>
      offsets(request, [{ logStartOffset: 0, highWatermark: 0, logEndOffset: 0, lastStableOffset: 0 }]),
    );
  bench.await('FetchRequest');
  bench.entries.length = 0;
  return bench;
}

/** Answers ListOffsets from these logs, by partition number; the last one stands for the rest. */
export function offsets(
  request: ListOffsetsRequest,
  logs: readonly Log[],
  errorCode: ErrorCode = 'NONE',
): ListOffsetsResponse {
  return {
    type: 'ListOffsetsResponse',
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => {
        const log = (logs[partitionIndex] ?? logs.at(-1)) as Log;
        const latest = request.isolationLevel === 'read_committed' ? log.lastStableOffset : log.highWatermark;
        return {
          partitionIndex,
          errorCode,
          timestamp: -1,
          offset: errorCode !== 'NONE' ? -1 : timestamp === EARLIEST_TIMESTAMP ? log.logStartOffset : latest,
          leaderEpoch: 0,
        };
      }),
    })),
  };
}

/** A batch of records `v<offset>`, by its first offset and the number of records. */
export function batchAt(baseOffset: number, count: number, more: Partial<RecordBatch> = {}): RecordBatch {
  return {
    baseOffset,
    lastOffset: baseOffset + count - 1,
    partitionLeaderEpoch: 0,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: 0,
    sizeInBytes: 100,
    records: Array.from({ length: count }, (_, i) => ({
      key: null,
      value: `v${baseOffset + i}`,
      headers: [],
      timestamp: 0,
    })),
    offsets: null,
    origin: null,
    ...more,
  };
}

/** A Fetch response for partitions of `orders`. */
export function fetched(
  partitions: readonly Partial<FetchPartitionResponse>[],
  more: Partial<FetchResponse> = {},
): FetchResponse {
  return {
    type: 'FetchResponse',
    errorCode: 'NONE',
    sessionId: 99,
    responses: [
      {
        topic: 'orders',
        partitions: partitions.map((partition) => ({
          partitionIndex: 0,
          errorCode: 'NONE',
          highWatermark: 100,
          lastStableOffset: 100,
          logStartOffset: 0,
          divergingEpoch: null,
          currentLeader: null,
          abortedTransactions: [],
          preferredReadReplica: -1,
          records: [],
          ...partition,
        })),
      },
    ],
    ...more,
  };
}

/** What a Fetch request asks for: partition to offset. */
export function asked(request: FetchRequest): { readonly [partition: number]: number } {
  const all: { [partition: number]: number } = {};
  for (const { partitions } of request.topics)
    for (const { partition, fetchOffset } of partitions) all[partition] = fetchOffset;
  return all;
}

/** Values of the records that poll() has returned, in order. */
export function printed(bench: ClientBench<ConsumerState>): string[] {
  return bench
    .entriesOf('RecordsPrinted')
    .flatMap(({ from, to, batches }) =>
      batches.flatMap(({ baseOffset, offsets: gaps, records }) =>
        records
          .filter((_, i) => (gaps?.[i] ?? baseOffset + i) >= from && (gaps?.[i] ?? baseOffset + i) < to)
          .map(({ value }) => value ?? ''),
      ),
    );
}
