import { describe, expect, test } from 'vitest';

import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker, TOPIC } from './test-broker.ts';

function ask(
  broker: TestBroker,
  topics: readonly string[] | null,
  allowAutoTopicCreation = false,
): BodyOf<'MetadataResponse'> {
  const answer = broker.ask('c', { type: 'MetadataRequest', topics, allowAutoTopicCreation }, 'MetadataResponse');
  if (answer === null) throw new Error('metadata is answered at once');
  return answer;
}

describe('metadata', () => {
  test('names live brokers, the controller and leaders, as the controller has told', () => {
    const broker = new TestBroker();
    broker.metadata(3, [1, 2], [0, 1]);
    const answer = ask(broker, null);
    expect(answer.brokers.map(({ nodeId, host, port }) => `${nodeId} ${host}:${port}`)).toEqual([
      '1 broker-1:9092',
      '2 broker-2:9092',
    ]);
    expect(answer).toMatchObject({ controllerId: 1, topics: [{ name: TOPIC, errorCode: 'NONE', isInternal: false }] });
    expect(answer.topics[0]?.partitions).toMatchObject([
      { partitionIndex: 0, leaderId: 1, errorCode: 'NONE' },
      { partitionIndex: 1, leaderId: 1, errorCode: 'NONE' },
    ]);
  });

  test('does not name a leader that is not alive', () => {
    const broker = new TestBroker();
    broker.metadata(1, [1, 2, 3], [0]);
    broker.metadata(1, [2, 3]);
    expect(ask(broker, [TOPIC]).topics[0]?.partitions).toMatchObject([
      { errorCode: 'LEADER_NOT_AVAILABLE', leaderId: -1 },
    ]);
  });

  test('of a topic nobody knows is UNKNOWN_TOPIC_OR_PARTITION, and of a bad name INVALID_TOPIC_EXCEPTION', () => {
    const answer = ask(new TestBroker(), ['nothing', 'a b', '..']);
    expect(answer.topics.map((topic) => topic.errorCode)).toEqual([
      'UNKNOWN_TOPIC_OR_PARTITION',
      'INVALID_TOPIC_EXCEPTION',
      'INVALID_TOPIC_EXCEPTION',
    ]);
  });
});

describe('a topic that a client asks for', () => {
  const created = (broker: TestBroker): readonly string[] => {
    const channel = broker.state.toController.find((each) => each.purpose === 'forwarding');
    return (channel?.queue ?? []).flatMap(({ body }) =>
      body.type === 'CreateTopicsRequest' ? body.topics.map((topic) => topic.name) : [],
    );
  };

  test('is created once, and meanwhile has no leader', () => {
    const broker = new TestBroker();
    expect(ask(broker, ['new'], true).topics).toMatchObject([{ name: 'new', errorCode: 'LEADER_NOT_AVAILABLE' }]);
    ask(broker, ['new'], true);
    expect(created(broker)).toEqual(['new']);
  });

  test('is not created where the broker, or the client, does not allow it', () => {
    const broker = new TestBroker({ config: { 'auto.create.topics.enable': 'false' } });
    expect(ask(broker, ['new'], true).topics).toMatchObject([{ errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' }]);
    expect(ask(new TestBroker(), ['new'], false).topics).toMatchObject([{ errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' }]);
    expect(created(broker)).toEqual([]);
  });

  test('is not created on fewer brokers than default.replication.factor', () => {
    const broker = new TestBroker({ config: { 'default.replication.factor': '4' } });
    expect(ask(broker, ['new'], true).topics).toMatchObject([{ errorCode: 'INVALID_REPLICATION_FACTOR' }]);
  });
});

describe('offsets', () => {
  const list = (broker: TestBroker, timestamp: number, replicaId = -1): unknown => {
    const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp }];
    const body = {
      type: 'ListOffsetsRequest',
      replicaId,
      isolationLevel: 'read_uncommitted',
      topics: [{ name: TOPIC, partitions }],
    } as const;
    const { errorCode, offset } = broker.ask('c', body, 'ListOffsetsResponse')?.topics[0]?.partitions[0] ?? {
      errorCode: '',
      offset: -2,
    };
    return [errorCode, offset];
  };

  const written = (): TestBroker => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(3));
    broker.fetch(2, 3, {}, { maxWaitMs: 0 });
    broker.fetch(3, 1, {}, { maxWaitMs: 0 });
    return broker;
  };

  test('latest is the high watermark for a consumer and the log end for a follower', () => {
    const broker = written();
    expect([list(broker, -1), list(broker, -1, 2)]).toEqual([
      ['NONE', 1],
      ['NONE', 3],
    ]);
  });

  test('earliest is the log start, and a time gives the first record that a consumer may read', () => {
    const broker = written();
    expect(list(broker, -2)).toEqual(['NONE', 0]);
    expect(list(broker, 1000)).toEqual(['NONE', 0]);
    expect(list(broker, 1001)).toEqual(['NONE', -1]);
  });

  test('latest is not available while the high watermark is below the start of the epoch', () => {
    const broker = written();
    broker.leaderAndIsr({ leader: 2, leaderEpoch: 1 });
    expect(list(broker, -1)).toEqual(['NOT_LEADER_OR_FOLLOWER', -1]);
    broker.leaderAndIsr({ leaderEpoch: 2 });
    expect(list(broker, -1)).toEqual(['OFFSET_NOT_AVAILABLE', -1]);
    broker.fetch(2, 3, {}, { maxWaitMs: 0 });
    broker.fetch(3, 3, {}, { maxWaitMs: 0 });
    expect(list(broker, -1)).toEqual(['NONE', 3]);
  });

  test('an epoch ends where the next begins, the last one at the log end', () => {
    const broker = written();
    broker.leaderAndIsr({ leaderEpoch: 4, isr: [1] });
    broker.produce(batchOf(2));
    const partitions = [0, 2, 4, 5].map((leaderEpoch) => ({ partition: 0, currentLeaderEpoch: 4, leaderEpoch }));
    const body = {
      type: 'OffsetForLeaderEpochRequest',
      replicaId: -1,
      topics: [{ topic: TOPIC, partitions }],
    } as const;
    const ends = broker.ask('c', body, 'OffsetForLeaderEpochResponse')?.topics[0]?.partitions;
    expect(ends?.map(({ leaderEpoch, endOffset }) => [leaderEpoch, endOffset])).toEqual([
      [0, 3],
      [0, 3],
      [4, 5],
      [-1, -1],
    ]);
  });
});
