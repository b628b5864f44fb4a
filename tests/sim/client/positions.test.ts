import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/consumer.json' with { type: 'json' };
import { metadata, ms } from './support/client-bench.ts';
import {
  asked,
  batchAt,
  fetched,
  offsets,
  printed,
  readyConsumer,
  startedConsumer,
  type Log,
} from './support/consuming.ts';

interface StartCase {
  readonly id: string;
  readonly log: Log;
  readonly committed: number | null;
  readonly 'auto.offset.reset': string;
  readonly 'isolation.level': string;
  readonly expected: { readonly position?: number; readonly afterOffsetOutOfRange?: boolean; readonly error?: string };
}

const starts = vectors.cases.filter((each) => each.kind === 'start-position') as unknown as readonly StartCase[];

describe('where a consumer starts', () => {
  it('is what the policy, the log and the position that it was given come to', () => {
    expect(starts.length).toBeGreaterThan(15);
    for (const { id, log, committed, expected, ...config } of starts) {
      const bench = startedConsumer({
        config: { 'auto.offset.reset': config['auto.offset.reset'], 'isolation.level': config['isolation.level'] },
      });
      // A committed offset takes the place of a position; without groups a seek puts one there.
      if (committed !== null) bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: committed });
      bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
      if (expected.error !== undefined) {
        expect(bench.entriesOf('ConsumerFailed'), id).toEqual([{ error: expected.error, partition: 0 }]);
        expect(bench.exited, id).toBe(true);
        continue;
      }
      bench.accept();
      let outOfRange = false;
      if (committed !== null) {
        bench.await('FetchRequest');
        const [request] = bench.open('FetchRequest');
        const offset = asked(request as never)[0] as number;
        outOfRange = offset < log.logStartOffset || offset > log.logEndOffset;
        bench.answer('FetchRequest', fetched([{ errorCode: outOfRange ? 'OFFSET_OUT_OF_RANGE' : 'NONE' }]));
      }
      if (committed === null || outOfRange)
        bench.await('ListOffsetsRequest').answer('ListOffsetsRequest', (request) => offsets(request, [log]));
      expect(bench.state.assigned[0]?.position, id).toBe(expected.position);
      expect(outOfRange, id).toBe(expected.afterOffsetOutOfRange ?? false);
      bench.await('FetchRequest');
      expect(bench.state.assigned[0]?.told, id).toBe(expected.position);
    }
  });

  it('is asked of the leader, again after retry.backoff.ms when it cannot say', () => {
    const bench = startedConsumer({ config: { 'auto.offset.reset': 'latest' } });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }));
    const log = { logStartOffset: 0, highWatermark: 7, logEndOffset: 9, lastStableOffset: 7 };
    bench
      .await('ListOffsetsRequest')
      .answer('ListOffsetsRequest', (request) => offsets(request, [log], 'OFFSET_NOT_AVAILABLE'));
    expect(bench.dialled.at(-1)).toBe(2);
    const at = bench.now;
    bench.advance(at + ms(99));
    expect(bench.open('ListOffsetsRequest')).toEqual([]);
    while (bench.open('MetadataRequest').length > 0) bench.answer('MetadataRequest', metadata({ orders: [2] }));
    bench.await('ListOffsetsRequest').answer('ListOffsetsRequest', (request) => offsets(request, [log]));
    expect(bench.entriesOf('PositionReset')).toEqual([{ partition: 0, to: 7, policy: 'latest' }]);
  });

  it('is asked again when the leader’s connection breaks', () => {
    const bench = startedConsumer({ config: { 'auto.offset.reset': 'earliest' } });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }));
    bench.await('ListOffsetsRequest').break(2);
    bench.await('ListOffsetsRequest');
    expect(bench.open('ListOffsetsRequest')).toHaveLength(1);
  });
});

describe('a consumer that is restarted', () => {
  it('without a group remembers nothing: it starts by its policy again', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 5)] }]));
    expect(bench.state.assigned[0]?.position).toBe(5);
    const { crash } = bench['behaviour'];
    expect(crash(bench.state, 'process')).toMatchObject({
      assigned: [],
      assignedAt: [],
      ready: [],
      unsettled: false,
      metadataVersion: -1,
    });
    bench.state = crash(bench.state, 'process');
    bench
      .take({ type: 'start' })
      .await('MetadataRequest')
      .answer('MetadataRequest', metadata({ orders: [1] }));
    bench.await('ListOffsetsRequest');
    expect(bench.open('ListOffsetsRequest')[0]?.topics[0]?.partitions[0]).toMatchObject({ timestamp: -2 });
  });
});

describe('seek', () => {
  it('moves the position; what was fetched for the old one is not returned', () => {
    const bench = readyConsumer({ processing: ms(10) });
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 3)] }]));
    bench.answer('FetchRequest', fetched([{ records: [batchAt(3, 3)] }]));
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 1 });
    expect(bench.entriesOf('PositionSought')).toEqual([{ partition: 0, to: 1 }]);
    bench.advance(bench.now + ms(30)).await('FetchRequest');
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 1 });
    expect(printed(bench)).toEqual(['v0', 'v1', 'v2']);
  });

  it('makes an answer to the fetch before it worthless', () => {
    const bench = readyConsumer();
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 50 });
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 3)] }]));
    expect(printed(bench)).toEqual([]);
    expect(bench.entriesOf('RecordsFetched')).toEqual([]);
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 50 });
  });

  it('made twice goes where the second one says, whatever is answered to the first', () => {
    const log = { logStartOffset: 5, highWatermark: 20, logEndOffset: 25, lastStableOffset: 18 };
    const bench = readyConsumer();
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 'beginning' });
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 'end' });
    bench.answer('ListOffsetsRequest', (request) => offsets(request, [log]));
    expect(bench.entriesOf('PositionSought')).toEqual([]);
    bench.answer('ListOffsetsRequest', (request) => offsets(request, [log]));
    expect(bench.entriesOf('PositionSought')).toEqual([{ partition: 0, to: 20 }]);
  });

  it('to the beginning or the end asks the leader where that is', () => {
    const log = { logStartOffset: 5, highWatermark: 20, logEndOffset: 25, lastStableOffset: 18 };
    for (const [to, position] of [
      ['beginning', 5],
      ['end', 20],
    ] as const) {
      const bench = readyConsumer();
      bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to });
      bench.answer('ListOffsetsRequest', (request) => offsets(request, [log]));
      expect(bench.entriesOf('PositionSought')).toEqual([{ partition: 0, to: position }]);
      bench.answer('FetchRequest', fetched([{}]));
      expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: position });
    }
  });

  it('beyond the log end falls back to auto.offset.reset, or fails without one', () => {
    const bench = readyConsumer();
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 500 });
    bench.answer('FetchRequest', fetched([{}])).answer('FetchRequest', fetched([{ errorCode: 'OFFSET_OUT_OF_RANGE' }]));
    bench.answer('ListOffsetsRequest', (request) =>
      offsets(request, [{ logStartOffset: 3, highWatermark: 9, logEndOffset: 9, lastStableOffset: 9 }]),
    );
    expect(bench.entriesOf('PositionReset')).toEqual([{ partition: 0, to: 3, policy: 'earliest' }]);

    const strict = startedConsumer({ config: { 'auto.offset.reset': 'none' } });
    strict.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 500 });
    strict.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
    strict.await('FetchRequest').answer('FetchRequest', fetched([{ errorCode: 'OFFSET_OUT_OF_RANGE' }]));
    expect(strict.entriesOf('ConsumerFailed')).toEqual([{ error: 'OffsetOutOfRangeException', partition: 0 }]);
    expect(strict.exited).toBe(true);
  });
});

describe('a new leader epoch', () => {
  const behind = (epoch: number, endOffset: number): Parameters<ReturnType<typeof readyConsumer>['answer']>[1] => ({
    type: 'OffsetForLeaderEpochResponse',
    topics: [{ topic: 'orders', partitions: [{ partition: 0, errorCode: 'NONE', leaderEpoch: epoch, endOffset }] }],
  });

  /** A consumer at offset 10, read in epoch 0, whose partition is now led by broker 2 in epoch 1. */
  const moved = (
    config: { readonly [name: string]: string } = {},
    client = 'java',
  ): ReturnType<typeof readyConsumer> => {
    const bench = readyConsumer({ config, client });
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 10)] }]));
    bench.break(1);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }, { epoch: 1 }));
    return bench.accept();
  };

  it('makes the consumer ask the new leader where the epoch of its last record ends, before it fetches (consumer-080)', () => {
    const bench = moved();
    expect(bench.open('OffsetForLeaderEpochRequest').map(({ topics }) => topics)).toEqual([
      [{ topic: 'orders', partitions: [{ partition: 0, currentLeaderEpoch: 1, leaderEpoch: 0 }] }],
    ]);
    expect(bench.open('FetchRequest')).toEqual([]);
    bench.answer('OffsetForLeaderEpochRequest', behind(0, 10));
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 10 });
    expect(bench.entriesOf('PositionTruncated')).toEqual([]);
  });

  it('moves the position back to where the logs part, if the log was truncated', () => {
    const bench = moved();
    bench.answer('OffsetForLeaderEpochRequest', behind(0, 7));
    expect(bench.entriesOf('PositionTruncated')).toEqual([{ partition: 0, from: 10, to: 7 }]);
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 7 });
  });

  it('falls back to auto.offset.reset when the leader does not know the epoch (consumer-079)', () => {
    const bench = moved();
    bench.answer('OffsetForLeaderEpochRequest', behind(-1, -1));
    expect(bench.open('ListOffsetsRequest')).toHaveLength(1);
  });

  it('ends a program without a reset policy, when the log was truncated', () => {
    const bench = startedConsumer({ config: { 'auto.offset.reset': 'none' } });
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 0 });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
    bench.await('FetchRequest').answer('FetchRequest', fetched([{ records: [batchAt(0, 10)] }]));
    bench.break(1);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }, { epoch: 1 }));
    bench.await('OffsetForLeaderEpochRequest').answer('OffsetForLeaderEpochRequest', behind(0, 7));
    expect(bench.entriesOf('ConsumerFailed')).toEqual([{ error: 'LogTruncationException', partition: 0 }]);
  });

  it('is asked about again when that fails', () => {
    const bench = moved();
    bench.answer('OffsetForLeaderEpochRequest', {
      type: 'OffsetForLeaderEpochResponse',
      topics: [
        {
          topic: 'orders',
          partitions: [{ partition: 0, errorCode: 'NOT_LEADER_OR_FOLLOWER', leaderEpoch: -1, endOffset: -1 }],
        },
      ],
    });
    bench
      .await('MetadataRequest')
      .answer('MetadataRequest', metadata({ orders: [3] }, { epoch: 2 }))
      .accept();
    // Broker 2 was asked a second time meanwhile; what it says counts no more.
    const asks = bench
      .open('OffsetForLeaderEpochRequest')
      .map(({ topics }) => topics[0]?.partitions[0]?.currentLeaderEpoch);
    expect(asks).toEqual([1, 2]);
    bench.answer('OffsetForLeaderEpochRequest', behind(0, 4));
    expect(bench.open('FetchRequest')).toEqual([]);
    bench.answer('OffsetForLeaderEpochRequest', behind(0, 10));
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 10 });
  });

  it('means nothing to kcat and kafka-python, which fetch on', () => {
    for (const client of ['kcat', 'kafka-python']) {
      const bench = moved({}, client);
      expect(bench.open('OffsetForLeaderEpochRequest'), client).toEqual([]);
      expect(asked(bench.open('FetchRequest')[0] as never), client).toEqual({ 0: 10 });
    }
  });
});
