import { describe, expect, it } from 'vitest';
import { metadata, ms } from './support/client-bench.ts';
import { asked, batchAt, fetched, offsets, printed, readyConsumer, startedConsumer } from './support/consuming.ts';

describe('poll()', () => {
  it('returns what was fetched, partition by partition, as ranges', () => {
    const bench = readyConsumer({ leaders: [1, 1] });
    const [a, b, c] = [batchAt(0, 2), batchAt(2, 3), batchAt(0, 1)];
    bench.answer(
      'FetchRequest',
      fetched([
        { partitionIndex: 0, records: [a, b] },
        { partitionIndex: 1, records: [c] },
      ]),
    );
    expect(bench.entriesOf('RecordsFetched')).toEqual([
      { partition: 0, from: 0, to: 5 },
      { partition: 1, from: 0, to: 1 },
    ]);
    expect(bench.entriesOf('RecordsPrinted')).toEqual([
      { partition: 0, from: 0, to: 5, batches: [a, b] },
      { partition: 1, from: 0, to: 1, batches: [c] },
    ]);
    expect(bench.state.assigned.map(({ position }) => position)).toEqual([5, 1]);
  });

  it('returns at most max.poll.records, which limits poll() and not the fetch (consumer-088)', () => {
    const bench = readyConsumer({ config: { 'max.poll.records': '4' }, processing: ms(1) });
    const [a, b] = [batchAt(0, 3), batchAt(3, 7)];
    bench.answer('FetchRequest', fetched([{ records: [a, b] }]));
    expect(bench.entriesOf('RecordsPrinted')).toEqual([{ partition: 0, from: 0, to: 4, batches: [a, b] }]);
    expect(bench.state.assigned[0]).toMatchObject({ position: 4, buffered: [b] });
    bench.advance(bench.now + ms(4));
    expect(bench.entriesOf('RecordsPrinted').at(-1)).toEqual({ partition: 0, from: 4, to: 8, batches: [b] });
    bench.advance(bench.now + ms(4));
    expect(bench.entriesOf('RecordsPrinted').at(-1)).toEqual({ partition: 0, from: 8, to: 10, batches: [b] });
    expect(printed(bench)).toEqual(Array.from({ length: 10 }, (_, i) => `v${i}`));
  });

  it('returns nothing while the program works on what it got; one fetch is under way meanwhile', () => {
    const bench = readyConsumer({ processing: ms(10) });
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 2)] }]));
    const at = bench.now;
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 2 });
    bench.answer('FetchRequest', fetched([{ records: [batchAt(2, 1)] }]));
    expect(bench.open('FetchRequest')).toEqual([]);
    bench.advance(at + ms(19));
    expect(printed(bench)).toEqual(['v0', 'v1']);
    bench.advance(at + ms(20));
    expect(printed(bench)).toEqual(['v0', 'v1', 'v2']);
    expect(asked(bench.open('FetchRequest')[0] as never)).toEqual({ 0: 3 });
  });

  it('skips what is no record for a program: the rest of a batch below the position, markers, and gaps', () => {
    const bench = readyConsumer();
    bench.do({ type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 2 }).answer('FetchRequest', fetched([{}]));
    const begun = batchAt(0, 4);
    const marker = batchAt(4, 1, { control: 'COMMIT' });
    const cleaned = batchAt(5, 10, { offsets: [7, 9], records: batchAt(0, 2).records });
    bench.answer('FetchRequest', fetched([{ records: [begun, marker, cleaned] }]));
    expect(bench.entriesOf('RecordsPrinted')).toEqual([{ partition: 0, from: 2, to: 15, batches: [begun, cleaned] }]);
    expect(printed(bench)).toEqual(['v2', 'v3', 'v0', 'v1']);
    expect(bench.state.assigned[0]?.position).toBe(15);
  });

  it('stops inside a batch with gaps and goes on behind the record it returned last', () => {
    const bench = readyConsumer({ config: { 'max.poll.records': '1' }, processing: ms(1) });
    bench.answer(
      'FetchRequest',
      fetched([{ records: [batchAt(0, 20, { offsets: [3, 8, 19], records: batchAt(0, 3).records })] }]),
    );
    expect(bench.state.assigned[0]?.position).toBe(4);
    bench.advance(bench.now + ms(1));
    expect(bench.state.assigned[0]?.position).toBe(9);
    bench.advance(bench.now + ms(1));
    expect(bench.state.assigned[0]?.position).toBe(20);
  });

  it('remembers the leader epoch of the last record it returned', () => {
    const bench = readyConsumer();
    bench.answer(
      'FetchRequest',
      fetched([{ records: [batchAt(0, 2, { partitionLeaderEpoch: 3 }), batchAt(2, 2, { partitionLeaderEpoch: 5 })] }]),
    );
    expect(bench.state.assigned[0]?.positionEpoch).toBe(5);
  });
});

describe('an assignment without a group', () => {
  it('is all partitions of the topics; new ones are seen at a metadata refresh and start by the policy (consumer-086)', () => {
    const bench = readyConsumer({ config: { 'auto.offset.reset': 'latest' } });
    bench.advance(ms(301_000)).accept();
    bench.answer('MetadataRequest', metadata({ orders: [1, 2] })).accept();
    bench.answer('ListOffsetsRequest', (request) =>
      offsets(request, [{ logStartOffset: 0, highWatermark: 40, logEndOffset: 40, lastStableOffset: 40 }]),
    );
    expect(bench.state.assigned.map(({ position }) => position)).toEqual([0, 40]);
  });

  it('is exactly the partitions that it was given', () => {
    const bench = startedConsumer({
      assign: [{ topic: 'orders', partition: 1 }],
      config: { 'auto.offset.reset': 'earliest' },
    });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1, 2, 3] }));
    bench.await('ListOffsetsRequest');
    expect(
      bench
        .open('ListOffsetsRequest')
        .flatMap(({ topics }) =>
          topics.flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex)),
        ),
    ).toEqual([1]);
    expect(bench.dialled.at(-1)).toBe(2);
  });
});

describe('pause', () => {
  it('returns no records and fetches none, and loses none (consumer-091)', () => {
    const bench = readyConsumer();
    bench
      .do({ type: 'pause', node: 'c', paused: true })
      .answer('FetchRequest', fetched([{ records: [batchAt(0, 3)] }]));
    expect(printed(bench)).toEqual([]);
    expect(bench.open('FetchRequest')).toEqual([]);
    bench.do({ type: 'pause', node: 'c', paused: false });
    expect(printed(bench)).toEqual(['v0', 'v1', 'v2']);
    expect(bench.open('FetchRequest')).toHaveLength(1);
  });
});

describe('new settings', () => {
  it('are those of a new consumer, which starts by its policy', () => {
    const bench = readyConsumer();
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 3)] }]));
    bench.do({
      type: 'configureClient',
      node: 'c',
      config: { 'auto.offset.reset': 'latest', 'max.poll.records': '2' },
    });
    expect(bench.closed.length).toBeGreaterThan(0);
    expect(bench.state).toMatchObject({ assigned: [], settings: { autoOffsetReset: 'latest', maxPollRecords: 2 } });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
    bench.await('ListOffsetsRequest');
    expect(bench.open('ListOffsetsRequest')[0]?.topics[0]?.partitions[0]).toMatchObject({ timestamp: -1 });
  });
});

describe('a turn of a consumer', () => {
  it('that changes nothing gives back the same state, and none changes the state before it', () => {
    const bench = readyConsumer();
    const before = bench.state;
    const text = JSON.stringify(before);
    bench.take({ type: 'timer', slot: 0 });
    expect(bench.state).toBe(before);
    bench.answer('FetchRequest', fetched([{ records: [batchAt(0, 3)] }]));
    expect(JSON.stringify(before)).toBe(text);
    expect(JSON.parse(JSON.stringify(bench.state))).toEqual(bench.state);
  });

  it('ends with the process when it is stopped', () => {
    expect(readyConsumer().take({ type: 'stop' }).exited).toBe(true);
  });
});
