import { describe, expect, it } from 'vitest';
import { metadata, ms } from './support/client-bench.ts';
import { asked, batchAt, fetched, readyConsumer } from './support/consuming.ts';

describe('fetching', () => {
  it('asks each leader for its partitions, with the consumer’s limits', () => {
    const bench = readyConsumer({
      leaders: [1, 2, 1],
      config: {
        'fetch.min.bytes': '10',
        'fetch.max.wait.ms': '250',
        'max.partition.fetch.bytes': '2048',
        'isolation.level': 'read_committed',
      },
    });
    bench.await('FetchRequest').accept();
    expect(bench.open('FetchRequest').map(asked)).toEqual([{ 0: 0, 2: 0 }, { 1: 0 }]);
    expect(bench.open('FetchRequest')[0]).toMatchObject({
      replicaId: -1,
      maxWaitMs: 250,
      minBytes: 10,
      maxBytes: 52428800,
      isolationLevel: 'read_committed',
      sessionId: 0,
      sessionEpoch: 0,
    });
    expect(bench.open('FetchRequest')[0]?.topics[0]?.partitions[0]).toMatchObject({
      partitionMaxBytes: 2048,
      currentLeaderEpoch: 0,
    });
  });

  it('tells a session only what has changed since its last request (KIP-227)', () => {
    const bench = readyConsumer({ leaders: [1, 1] });
    bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 5)] }, { partitionIndex: 1 }]));
    expect(bench.open('FetchRequest')[0]).toMatchObject({ sessionId: 99, sessionEpoch: 1, forgottenTopicsData: [] });
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 5 });
    bench.answer('FetchRequest', fetched([], { responses: [] }));
    expect(bench.open('FetchRequest')[0]).toMatchObject({
      sessionId: 99,
      sessionEpoch: 2,
      topics: [],
      forgottenTopicsData: [],
    });
  });

  it.each(['kafka-python', 'kcat', 'librdkafka'])(
    'names all partitions each time, and asks for no session, if the client is %s',
    (client) => {
      const bench = readyConsumer({ client, leaders: [1, 1] });
      const none = { sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [] };
      expect(bench.open('FetchRequest')[0]).toMatchObject(none);
      const records = [batchAt(0, 5)];
      bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records }, { partitionIndex: 1 }], { sessionId: 0 }));
      expect(bench.open('FetchRequest')[0]).toMatchObject(none);
      expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 5, 1: 0 });
    },
  );

  it('makes the session forget partitions whose records wait for poll()', () => {
    const bench = readyConsumer({ leaders: [1, 1], config: { 'max.poll.records': '1' }, processing: ms(1) });
    bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 5)] }, { partitionIndex: 1 }]));
    expect(bench.open('FetchRequest')[0]).toMatchObject({
      topics: [],
      forgottenTopicsData: [{ topic: 'orders', partitions: [0] }],
    });
    bench.answer('FetchRequest', fetched([], { responses: [] })).advance(bench.now + ms(10));
    bench.answer('FetchRequest', fetched([], { responses: [] }));
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 5 });
  });

  it('begins a new session when the broker does not know the old one, or the connection broke', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{}]));
    bench.answer('FetchRequest', fetched([], { errorCode: 'FETCH_SESSION_ID_NOT_FOUND', sessionId: 0, responses: [] }));
    expect(bench.open('FetchRequest')[0]).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 0 });
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 1)] }])).break(1);
    bench.await('FetchRequest');
    expect(bench.open('FetchRequest')[0]).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 1 });
  });

  it('does without a session when the broker grants none', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 1)] }], { sessionId: 0 }));
    expect(bench.open('FetchRequest')[0]).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 1 });
  });

  it('remembers the high watermark that came with an answer', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{ highWatermark: 17 }]));
    expect(bench.state.assigned[0]).toMatchObject({ highWatermark: 17, position: 0 });
  });
});

describe('a leader that has moved', () => {
  it('is found by new metadata, and reading goes on at the same position (consumer-067)', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 3)] }]));
    bench.answer('FetchRequest', fetched([{ errorCode: 'NOT_LEADER_OR_FOLLOWER' }]));
    expect(bench.open('FetchRequest')).toEqual([]);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [3] }, { epoch: 1 }));
    bench.await('OffsetForLeaderEpochRequest').answer('OffsetForLeaderEpochRequest', {
      type: 'OffsetForLeaderEpochResponse',
      topics: [{ topic: 'orders', partitions: [{ partition: 0, errorCode: 'NONE', leaderEpoch: 0, endOffset: 3 }] }],
    });
    expect(bench.dialled.at(-1)).toBe(3);
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 3 });
    expect(bench.entriesOf('PositionReset')).toEqual([]);
  });

  it('may be named by the error itself from 3.7 on (KIP-951), and is asked for before that', () => {
    for (const [era, atOnce] of [
      ['2.8', false],
      ['3.9', true],
    ] as const) {
      const bench = readyConsumer({ era });
      bench.answer(
        'FetchRequest',
        fetched([{ errorCode: 'NOT_LEADER_OR_FOLLOWER', currentLeader: { leaderId: 2, leaderEpoch: 4 } }]),
      );
      bench.accept();
      expect(bench.open('FetchRequest').length === 1, era).toBe(atOnce);
    }
  });

  it('makes the old leader’s session forget the partition', () => {
    const bench = readyConsumer({ leaders: [1, 1] });
    bench.answer('FetchRequest', fetched([{ partitionIndex: 0 }, { partitionIndex: 1 }]));
    bench.answer(
      'FetchRequest',
      fetched([
        { partitionIndex: 1, errorCode: 'NOT_LEADER_OR_FOLLOWER', currentLeader: { leaderId: 2, leaderEpoch: 4 } },
      ]),
    );
    const [first] = bench.open('FetchRequest');
    expect(first).toMatchObject({ sessionEpoch: 2, forgottenTopicsData: [{ topic: 'orders', partitions: [1] }] });
    bench.accept();
    expect(bench.open('FetchRequest').map(asked)).toEqual([{}, { 1: 0 }]);
  });

  it('is waited for while there is none', () => {
    const bench = readyConsumer();
    bench.break(1);
    for (let i = 0; i < 4; i++)
      bench
        .await('MetadataRequest')
        .answer('MetadataRequest', metadata({ orders: [-1] }, { epoch: 1 }))
        .refuse();
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }, { epoch: 2 }));
    bench.await('FetchRequest');
    expect(bench.dialled.at(-1)).toBe(2);
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 0 });
  });
});
