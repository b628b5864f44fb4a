import { vecToArray } from '../../../src/lib/vec.ts';
import { describe, expect, test } from 'vitest';

import type { FetchPartition, FetchRequest, FetchResponse } from '../../../src/sim/protocol/client.ts';
import { fromMs } from '../../../src/sim/time.ts';
import { batchOf } from '../log/batches.ts';
import { answerProposal, proposal } from './controller-answers.ts';
import { TestBroker, TOPIC } from './test-broker.ts';

const PARTITIONS = [0, 1, 2];

function leader(isr: readonly number[] = [1, 2]): TestBroker {
  const broker = new TestBroker();
  for (const partitionIndex of PARTITIONS) broker.leaderAndIsr({ partitionIndex, replicas: [1, 2], isr });
  return broker;
}

const at = (partition: number, fetchOffset: number): FetchPartition => ({
  partition,
  currentLeaderEpoch: 0,
  fetchOffset,
  lastFetchedEpoch: -1,
  logStartOffset: 0,
  partitionMaxBytes: 1_000_000,
});

/** A client with a fetch session, as FetchSessionHandler keeps it. */
class Client {
  private sessionId = 0;
  private sessionEpoch = 0;
  private readonly broker: TestBroker;
  private readonly replicaId: number;
  private readonly name: string;

  constructor(broker: TestBroker, replicaId: number, name = replicaId < 0 ? 'consumer' : `broker-${replicaId}`) {
    this.broker = broker;
    this.replicaId = replicaId;
    this.name = name;
  }

  request(partitions: readonly FetchPartition[], more: Partial<FetchRequest> = {}): FetchRequest {
    const { sessionId, sessionEpoch, replicaId } = this;
    return {
      type: 'FetchRequest',
      replicaId,
      maxWaitMs: 500,
      minBytes: 1,
      maxBytes: 10_000_000,
      isolationLevel: 'read_uncommitted',
      sessionId,
      sessionEpoch,
      topics: partitions.length === 0 ? [] : [{ topic: TOPIC, partitions }],
      forgottenTopicsData: [],
      rackId: '',
      ...more,
    };
  }

  /** Fetches; when the answer is not there at once, the time of the wait passes. */
  fetch(partitions: readonly FetchPartition[], more: Partial<FetchRequest> = {}): FetchResponse {
    const before = this.broker.answersTo(this.name);
    this.broker.ask(this.name, this.request(partitions, more), 'FetchResponse', this.replicaId);
    if (this.broker.answersTo(this.name) === before) this.broker.sleep(500);
    return this.taken(this.broker.lastAnswer(this.name) as FetchResponse);
  }

  taken(answer: FetchResponse): FetchResponse {
    this.sessionId = answer.sessionId;
    this.sessionEpoch += 1;
    return answer;
  }
}

const mentioned = (answer: FetchResponse): readonly number[] =>
  answer.responses.flatMap((topic) => topic.partitions.map((partition) => partition.partitionIndex));

describe('an incremental fetch session', () => {
  test('begins with a full answer and then says only what changed', () => {
    const broker = leader();
    const consumer = new Client(broker, -1);
    const first = consumer.fetch(PARTITIONS.map((partition) => at(partition, 0)));
    expect(first.sessionId).toBeGreaterThan(0);
    expect(mentioned(first)).toEqual([0, 1, 2]);
    expect(mentioned(consumer.fetch([]))).toEqual([]);
  });

  test('tells a follower of a new high watermark with the next answer', () => {
    const broker = leader();
    const follower = new Client(broker, 2);
    follower.fetch(PARTITIONS.map((partition) => at(partition, 0)));
    broker.produce(batchOf(2), 1, 'p1', 1);
    expect(mentioned(follower.fetch([]))).toEqual([1]);
    const answer = follower.fetch([at(1, 2)]);
    expect(answer.responses[0]?.partitions).toMatchObject([{ partitionIndex: 1, highWatermark: 2, records: [] }]);
    expect(mentioned(follower.fetch([]))).toEqual([]);
  });

  test('looks at no idle partition', () => {
    const broker = leader();
    const follower = new Client(broker, 2);
    follower.fetch(PARTITIONS.map((partition) => at(partition, 0)));
    follower.fetch([]);
    expect(vecToArray(broker.state.channels).find((channel) => channel.peer === 2)?.session?.dirty).toEqual([]);
    broker.produce(batchOf(1), 1, 'p1', 2);
    expect(vecToArray(broker.state.channels).find((channel) => channel.peer === 2)?.session?.dirty).toHaveLength(1);
  });

  test('sends records again that the client did not take', () => {
    const broker = leader([1]);
    const consumer = new Client(broker, -1);
    broker.produce(batchOf(1));
    consumer.fetch([at(0, 0)]);
    expect(mentioned(consumer.fetch([]))).toEqual([0]);
  });

  test('puts a partition that brought records behind the others', () => {
    const broker = leader([1]);
    const size = batchOf(1).sizeInBytes;
    for (const partition of PARTITIONS) for (let i = 0; i < 3; i++) broker.produce(batchOf(1), 1, 'p1', partition);
    const consumer = new Client(broker, -1);
    const read: (number | undefined)[] = [];
    const position = [0, 0, 0];
    let changed: readonly number[] = PARTITIONS;
    for (let round = 0; round < 6; round++) {
      const answer = consumer.fetch(
        changed.map((partition) => at(partition, position[partition] ?? 0)),
        { maxBytes: size },
      );
      const partition =
        answer.responses.flatMap((topic) => topic.partitions).find((each) => each.records.length > 0)?.partitionIndex ??
        -1;
      read.push(partition);
      position[partition] = (position[partition] ?? 0) + 1;
      changed = [partition];
    }
    expect(read).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test('drops partitions that are forgotten, and ends with the last of them', () => {
    const broker = leader();
    const consumer = new Client(broker, -1);
    consumer.fetch([at(0, 0), at(1, 0)]);
    broker.produce(batchOf(1), 1, 'p1', 0);
    expect(broker.it.watchers).toHaveLength(1);
    consumer.fetch([], { forgottenTopicsData: [{ topic: TOPIC, partitions: [0] }] });
    expect(broker.it.watchers).toEqual([]);
    const last = consumer.fetch([], { forgottenTopicsData: [{ topic: TOPIC, partitions: [1] }] });
    expect(last).toMatchObject({ errorCode: 'NONE', sessionId: 0 });
  });

  test('is refused in the wrong epoch, and where it is not known', () => {
    const broker = leader();
    const consumer = new Client(broker, -1);
    const { sessionId } = consumer.fetch([at(0, 0)]);
    const refused = (sessionEpoch: number, id = sessionId): unknown =>
      broker.ask('consumer', consumer.request([], { sessionId: id, sessionEpoch }), 'FetchResponse')?.errorCode;
    expect(refused(7)).toBe('INVALID_FETCH_SESSION_EPOCH');
    expect(refused(1, sessionId + 1)).toBe('FETCH_SESSION_ID_NOT_FOUND');
    expect(broker.ask('other', consumer.request([], { sessionEpoch: 1 }), 'FetchResponse')?.errorCode).toBe(
      'FETCH_SESSION_ID_NOT_FOUND',
    );
  });

  test('starts anew with a full fetch', () => {
    const broker = leader();
    const consumer = new Client(broker, -1);
    consumer.fetch([at(0, 0), at(1, 0)]);
    const again = consumer.fetch([at(2, 0)], { sessionEpoch: 0 });
    expect(mentioned(again)).toEqual([2]);
    expect(broker.it.watchers).toEqual([]);
  });
});

describe('an idle follower', () => {
  test('counts as caught up at its last fetch, though nobody looked at it then', () => {
    const broker = leader();
    const follower = new Client(broker, 2);
    follower.fetch(PARTITIONS.map((partition) => at(partition, 0)));
    for (let i = 0; i < 20; i++) follower.fetch([]);
    const last = broker.turn.now - fromMs(500);
    broker.produce(batchOf(1));
    expect(broker.follower(2)).toMatchObject({
      lastFetchTime: last,
      lastCaughtUpTime: last,
      lastFetchLeaderLogEndOffset: 0,
    });
  });

  test('that stops fetching is dropped by the time since then, not since it was last looked at', () => {
    const broker = leader();
    const follower = new Client(broker, 2);
    follower.fetch(PARTITIONS.map((partition) => at(partition, 0)));
    for (let i = 0; i < 58; i++) follower.fetch([]);
    broker.produce(batchOf(1));
    broker.sleep(20_000);
    expect(broker.entries('IsrChangeProposed')).toEqual([]);
    broker.sleep(25_000);
    expect(broker.entries('IsrChangeProposed')).toMatchObject([{ newIsr: [1] }]);
  });

  test('outside the ISR is looked at with every fetch: it may join', () => {
    const broker = leader([1]);
    const follower = new Client(broker, 2);
    follower.fetch(PARTITIONS.map((partition) => at(partition, 0)));
    expect(proposal(broker)).not.toBeNull();
    answerProposal(broker, 'INELIGIBLE_REPLICA');
    follower.fetch([]);
    const again = broker.entries('IsrChangeProposed').filter((entry) => entry.partition === broker.it.partition);
    expect(again).toHaveLength(2);
  });
});
