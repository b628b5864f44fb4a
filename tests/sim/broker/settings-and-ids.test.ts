import { describe, expect, test } from 'vitest';

import { present } from '../../../src/lib/assert.ts';
import { topicConfigChanged } from '../../../src/sim/broker/topic-config.ts';
import type { Config } from '../../../src/sim/scenario.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker, TOPIC } from './test-broker.ts';

describe("a topic's settings", () => {
  const learns = (broker: TestBroker, config: Config): void => {
    broker.state = topicConfigChanged(broker.turn, broker.state, TOPIC, config);
  };
  const error = (broker: TestBroker, acks: number): unknown =>
    broker.produce(batchOf(1), acks)?.responses[0]?.partitionResponses[0]?.errorCode;

  test('win over the broker, for partitions that it hosts already and for those to come', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1, 2], isr: [1] });
    learns(broker, { 'min.insync.replicas': '2' });
    broker.leaderAndIsr({ partitionIndex: 1, replicas: [1, 2], isr: [1] });
    expect(error(broker, -1)).toBe('NOT_ENOUGH_REPLICAS');
    expect(broker.replica(1)?.topicConfig.minInsyncReplicas).toBe(2);
    learns(broker, {});
    expect(error(broker, -1)).toBe('NONE');
  });

  test('bound the size of a batch', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    learns(broker, { 'max.message.bytes': '69' });
    expect(error(broker, 1)).toBe('MESSAGE_TOO_LARGE');
  });

  test('are asked for once when a broker begins to host a topic', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.leaderAndIsr({ leaderEpoch: 1 });
    expect(broker.settingsAsked).toMatchObject([{ op: 'getData', path: `/config/topics/${TOPIC}` }]);
  });
});

describe('a producer id', () => {
  const ask = (broker: TestBroker, from: string): unknown => {
    const body = {
      type: 'InitProducerIdRequest',
      transactionalId: null,
      transactionTimeoutMs: 0,
      producerId: -1,
      producerEpoch: -1,
    } as const;
    return broker.ask(from, body, 'InitProducerIdResponse')?.producerId;
  };

  /** The controller gives a block of ids, or an error. */
  function allocate(broker: TestBroker, errorCode: 'NONE' | 'UNKNOWN_SERVER_ERROR', producerIdStart: number): void {
    const channel = present(
      broker.state.toController.find((each) => each.purpose === 'producerIds'),
      'the channel',
    );
    const connection = present(channel.connection, 'its connection');
    if (!channel.ready) {
      broker.deliver({ type: 'connected', connection, peer: 1 });
      const hello = { type: 'ApiVersionsRequest', clientSoftwareName: 'broker' } as const;
      broker.answer(connection, hello, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
    }
    const request = present(broker.requests('AllocateProducerIdsRequest').at(-1), 'a request').body;
    broker.answer(connection, request, {
      type: 'AllocateProducerIdsResponse',
      errorCode,
      producerIdStart,
      producerIdLen: 2,
    });
  }

  test('comes from a block that the controller gives to the broker, and who asks before waits', () => {
    const broker = new TestBroker();
    expect([ask(broker, 'a'), ask(broker, 'b'), ask(broker, 'c')]).toEqual([undefined, undefined, undefined]);
    allocate(broker, 'NONE', 1000);
    expect(broker.lastAnswer('a')).toMatchObject({ producerId: 1000, producerEpoch: 0 });
    expect(broker.lastAnswer('b')).toMatchObject({ producerId: 1001 });
    expect(broker.answersTo('c')).toBe(0);
    allocate(broker, 'NONE', 4000);
    expect(broker.lastAnswer('c')).toMatchObject({ producerId: 4000 });
    expect(ask(broker, 'd')).toBe(4001);
  });

  test('is asked for again when the controller could not give one', () => {
    const broker = new TestBroker();
    ask(broker, 'a');
    allocate(broker, 'UNKNOWN_SERVER_ERROR', 0);
    const before = broker.requests('AllocateProducerIdsRequest').length;
    broker.sleep(50);
    expect(broker.requests('AllocateProducerIdsRequest').length).toBe(before + 1);
  });
});

test('a broker that knows of no controller looks for one every 100 ms', () => {
  const broker = new TestBroker();
  broker.metadata(1, [2, 3]);
  broker.leaderAndIsr({ isr: [1] });
  const before = broker.turn.connects.length;
  broker.fetch(2, 0, {}, { maxWaitMs: 0 });
  broker.sleep(300);
  expect(broker.turn.connects.length).toBe(before);
  broker.metadata(1, [1, 2, 3]);
  broker.sleep(100);
  expect(broker.turn.connects.slice(before)).toMatchObject([{ to: 1 }]);
});
