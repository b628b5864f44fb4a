import { describe, expect, test } from 'vitest';

import { present } from '../../../src/lib/assert.ts';
import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import type { FetchPartitionResponse, FetchResponse } from '../../../src/sim/protocol/client.ts';
import type { LeaderAndIsrPartition } from '../../../src/sim/protocol/cluster.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import type { ConnectionId } from '../../../src/sim/world.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker, TOPIC, type Options } from './test-broker.ts';

/** Broker 2, which follows broker 1, and the connection on which it fetches. */
class Follower extends TestBroker {
  link: ConnectionId;

  constructor(options: Options = {}, state: Partial<LeaderAndIsrPartition> = {}) {
    super({ id: 2, ...options });
    this.follow(state);
    this.link = this.connectTo(1);
  }

  follow(state: Partial<LeaderAndIsrPartition> = {}): void {
    this.leaderAndIsr({ leader: 1, ...state });
  }

  get fetches(): readonly BodyOf<'FetchRequest'>[] {
    return this.requests('FetchRequest').map((sent) => sent.body);
  }

  get lastFetch(): BodyOf<'FetchRequest'> {
    return present(this.fetches.at(-1), 'a fetch');
  }

  /** The leader answers the fetch under way. */
  hears(partition: Partial<FetchPartitionResponse> | null, response: Partial<FetchResponse> = {}): void {
    const answer: FetchPartitionResponse = {
      partitionIndex: 0,
      errorCode: 'NONE',
      highWatermark: 0,
      lastStableOffset: 0,
      logStartOffset: 0,
      divergingEpoch: null,
      currentLeader: null,
      abortedTransactions: [],
      preferredReadReplica: -1,
      records: [],
      ...partition,
    };
    const responses = partition === null ? [] : [{ topic: TOPIC, partitions: [answer] }];
    this.answer(this.link, this.lastFetch, {
      type: 'FetchResponse',
      errorCode: 'NONE',
      sessionId: 77,
      responses,
      ...response,
    });
  }
}

const stored = (baseOffset: number, count: number, partitionLeaderEpoch = 0): RecordBatch => ({
  ...batchOf(count),
  baseOffset,
  lastOffset: baseOffset + count - 1,
  partitionLeaderEpoch,
});

describe('a follower', () => {
  test('asks its leader from the end of its log, with the epoch it knows', () => {
    const follower = new Follower();
    expect(follower.lastFetch).toMatchObject({
      replicaId: 2,
      maxWaitMs: 500,
      minBytes: 1,
      sessionId: 0,
      sessionEpoch: 0,
    });
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([
      { fetchOffset: 0, currentLeaderEpoch: 0, lastFetchedEpoch: -1 },
    ]);
  });

  test('writes what it gets and asks on at once: the next fetch offset is the acknowledgement', () => {
    const follower = new Follower();
    follower.hears({ records: [stored(0, 3)], highWatermark: 0 });
    expect(follower.it.log.logEndOffset).toBe(3);
    expect(follower.lastFetch).toMatchObject({ sessionId: 77, sessionEpoch: 1 });
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([{ fetchOffset: 3, lastFetchedEpoch: 0 }]);
    const written = follower.lastEntry('RecordsReplicated');
    expect(follower.turn.sent.at(-1)?.cause).toBe(written.seq);
  });

  test('says only what changed since its last fetch', () => {
    const follower = new Follower();
    follower.hears({});
    expect(follower.lastFetch).toMatchObject({ sessionEpoch: 1, topics: [], forgottenTopicsData: [] });
    follower.hears(null);
    expect(follower.lastFetch).toMatchObject({ sessionEpoch: 2, topics: [] });
  });

  test('takes over the high watermark of the answer, as far as its log goes', () => {
    const follower = new Follower();
    follower.hears({ records: [stored(0, 3)], highWatermark: 2 });
    expect(follower.it.log.highWatermark).toBe(2);
    follower.hears({ highWatermark: 9 });
    expect(follower.it.log.highWatermark).toBe(3);
    expect(follower.entries('HighWatermarkAdvanced').map((entry) => entry.role)).toEqual(['follower', 'follower']);
  });

  test('does not take marks from an answer that says where the logs part', () => {
    const follower = new Follower();
    follower.hears({ records: [stored(0, 3)], highWatermark: 1 });
    follower.follow({ leader: 3, leaderEpoch: 1 });
    follower.link = follower.connectTo(3);
    follower.hears({ divergingEpoch: { epoch: 0, endOffset: 2 }, highWatermark: 2 });
    expect(follower.it.log).toMatchObject({ logEndOffset: 2, highWatermark: 1 });
    expect(follower.entries('LogTruncated')).toMatchObject([{ from: 3, to: 2, leaderEpoch: 1 }]);
  });

  test('cuts its log to its high watermark only when it knows no epoch at all', () => {
    const follower = new Follower();
    expect(follower.entries('LogTruncated')).toEqual([]);
    follower.hears({ records: [stored(0, 3)], highWatermark: 0 });
    follower.follow({ leader: 3, leaderEpoch: 1 });
    expect(follower.it.log.logEndOffset).toBe(3);
  });
});

describe('a follower that meets an error', () => {
  test.each([
    'UNKNOWN_LEADER_EPOCH',
    'NOT_LEADER_OR_FOLLOWER',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'UNKNOWN_TOPIC_ID',
    'INCONSISTENT_TOPIC_ID',
  ] as const)('%s waits replica.fetch.backoff.ms before it asks again', (errorCode) => {
    const follower = new Follower();
    follower.hears({ errorCode });
    expect(follower.lastFetch.forgottenTopicsData).toEqual([{ topic: TOPIC, topicId: '', partitions: [0] }]);
    const before = follower.fetches.length;
    follower.hears(null, { sessionId: 0 });
    follower.sleep(999);
    expect(follower.fetches.length).toBe(before);
    follower.sleep(1);
    expect(follower.lastFetch).toMatchObject({ sessionEpoch: 0, topics: [{ partitions: [{ fetchOffset: 0 }] }] });
  });

  test('FENCED_LEADER_EPOCH stops until the controller tells it of the new epoch', () => {
    const follower = new Follower();
    follower.hears({ errorCode: 'FENCED_LEADER_EPOCH' });
    follower.hears(null, { sessionId: 0 });
    const before = follower.fetches.length;
    follower.sleep(60_000);
    expect(follower.fetches.length).toBe(before);
    follower.follow({ leaderEpoch: 1 });
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([{ currentLeaderEpoch: 1 }]);
  });

  test('FENCED_LEADER_EPOCH for a fetch of an epoch it has left waits and asks again', () => {
    const follower = new Follower();
    follower.follow({ leaderEpoch: 1 });
    follower.hears({ errorCode: 'FENCED_LEADER_EPOCH' });
    follower.hears(null, { sessionId: 0 });
    follower.sleep(1000);
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([{ currentLeaderEpoch: 1 }]);
  });

  test('a lost session is begun anew with everything', () => {
    const follower = new Follower();
    follower.hears({ records: [stored(0, 1)] });
    follower.hears(null, { errorCode: 'INVALID_FETCH_SESSION_EPOCH' });
    expect(follower.lastFetch).toMatchObject({
      sessionId: 77,
      sessionEpoch: 0,
      topics: [{ partitions: [{ fetchOffset: 1 }] }],
    });
    follower.hears(null, { errorCode: 'FETCH_SESSION_ID_NOT_FOUND' });
    expect(follower.lastFetch).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
  });

  test('a session that was by topic ids and is not any more waits before it is begun anew (FETCH_SESSION_TOPIC_ID_ERROR)', () => {
    const follower = new Follower();
    follower.hears({});
    follower.hears(null, { errorCode: 'FETCH_SESSION_TOPIC_ID_ERROR', sessionId: 0 });
    const before = follower.fetches.length;
    follower.sleep(999);
    expect(follower.fetches.length).toBe(before);
    follower.sleep(1);
    expect(follower.lastFetch).toMatchObject({ sessionEpoch: 0, topics: [{ partitions: [{ fetchOffset: 0 }] }] });
  });

  test('a broken connection waits, and is made again', () => {
    const follower = new Follower();
    follower.deliver({ type: 'disconnected', connection: follower.link, peer: 1, reason: 'reset', inFlight: [] });
    const before = follower.turn.connects.length;
    follower.sleep(999);
    expect(follower.turn.connects.length).toBe(before);
    follower.sleep(1);
    follower.link = follower.connectTo(1);
    expect(follower.lastFetch).toMatchObject({ sessionEpoch: 0, topics: [{ partitions: [{ fetchOffset: 0 }] }] });
  });

  test('records that do not follow its log are not written, and it stops', () => {
    const follower = new Follower();
    follower.hears({ records: [stored(0, 3)] });
    follower.hears({ records: [stored(1, 3)] });
    expect(follower.it.log.logEndOffset).toBe(3);
    expect(follower.state.fetchers[0]?.partitions).toEqual([]);
  });
});

describe("a follower out of its leader's range", () => {
  function lost(options: { logEndOffset: number }): Follower {
    const follower = new Follower();
    follower.hears({ records: [stored(0, options.logEndOffset)] });
    follower.hears({ errorCode: 'OFFSET_OUT_OF_RANGE' });
    return follower;
  }

  function says(follower: Follower, offset: number): void {
    const request = present(follower.requests('ListOffsetsRequest').at(-1), 'a question').body;
    const partitions = [{ partitionIndex: 0, errorCode: 'NONE' as const, timestamp: -1, offset, leaderEpoch: 0 }];
    follower.answer(follower.link, request, { type: 'ListOffsetsResponse', topics: [{ name: TOPIC, partitions }] });
  }

  const asked = (follower: Follower): unknown =>
    follower.requests('ListOffsetsRequest').map((sent) => sent.body.topics[0]?.partitions[0]?.timestamp);

  test("is cut to the leader's end where that is shorter", () => {
    const follower = lost({ logEndOffset: 4 });
    says(follower, 0);
    expect(asked(follower)).toEqual([-1]);
    expect(follower.it.log.logEndOffset).toBe(0);
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([{ fetchOffset: 0, lastFetchedEpoch: -1 }]);
  });

  test("starts over where the leader's log starts, if that is later", () => {
    const follower = lost({ logEndOffset: 4 });
    says(follower, 100);
    says(follower, 40);
    expect(asked(follower)).toEqual([-1, -2]);
    expect(follower.it.log).toMatchObject({ logStartOffset: 40, logEndOffset: 40, highWatermark: 40 });
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([{ fetchOffset: 40 }]);
  });

  test('else tries again from its own end', () => {
    const follower = lost({ logEndOffset: 4 });
    says(follower, 100);
    says(follower, 2);
    expect(follower.it.log.logEndOffset).toBe(4);
    expect(follower.lastFetch.topics[0]?.partitions).toMatchObject([{ fetchOffset: 4 }]);
  });
});

test('a follower whose leader is not alive as far as it knows does not follow', () => {
  const follower = new TestBroker({ id: 2 });
  follower.metadata(1, [2, 3]);
  follower.leaderAndIsr({ leader: 1 });
  expect(follower.it.role).toBe('offline');
  expect(follower.turn.connects.filter((connect) => connect.to === 1)).toEqual([]);
});

test('a follower that becomes the leader stops fetching and hangs up', () => {
  const follower = new Follower();
  follower.leaderAndIsr({ leader: 2, leaderEpoch: 1 });
  expect(follower.turn.closed).toEqual([follower.link]);
  follower.sleep(5000);
  expect(follower.fetches).toHaveLength(1);
});

test('an answer to a fetch from where the log does not end any more is passed over', () => {
  const follower = new Follower();
  follower.follow({ partitionIndex: 1 });
  follower.leaderAndIsr({ leader: 2, leaderEpoch: 1 });
  follower.produce(batchOf(2));
  follower.follow({ leaderEpoch: 2 });
  follower.hears({ records: [stored(0, 5)], highWatermark: 5 });
  expect(follower.it.log).toMatchObject({ logEndOffset: 2, highWatermark: 0 });
  expect(follower.lastFetch.topics[0]?.partitions).toContainEqual(
    expect.objectContaining({ partition: 0, fetchOffset: 2 }),
  );
});
