import { describe, expect, test } from 'vitest';

import type { Body } from '../../../src/sim/protocol/body.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker, TOPIC } from './test-broker.ts';

const NOW = { maxWaitMs: 0 };

describe('word of the controller', () => {
  test('of an earlier controller epoch is refused, whatever it says', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({}, 5);
    expect(broker.leaderAndIsr({ leaderEpoch: 9 }, 4).errorCode).toBe('STALE_CONTROLLER_EPOCH');
    broker.metadata(4);
    const stop = {
      type: 'StopReplicaRequest',
      controllerId: 1,
      controllerEpoch: 4,
      brokerEpoch: -1,
      partitionStates: [],
    } as const;
    expect(broker.ask('controller', stop, 'StopReplicaResponse')?.errorCode).toBe('STALE_CONTROLLER_EPOCH');
    expect(broker.entries('StaleControllerRefused')).toEqual([
      { broker: 1, controllerEpoch: 4, known: 5 },
      { broker: 1, controllerEpoch: 4, known: 5 },
      { broker: 1, controllerEpoch: 4, known: 5 },
    ]);
    expect(broker.it.leaderEpoch).toBe(0);
  });

  test('for an earlier life of the broker is refused', () => {
    const broker = new TestBroker();
    const request = (brokerEpoch: number): Body => ({
      type: 'UpdateMetadataRequest',
      controllerId: 1,
      controllerEpoch: 1,
      brokerEpoch,
      partitionStates: [],
      liveBrokers: [],
    });
    expect(broker.ask('controller', request(9), 'UpdateMetadataResponse')?.errorCode).toBe('STALE_BROKER_EPOCH');
    expect(broker.ask('controller', request(10), 'UpdateMetadataResponse')?.errorCode).toBe('NONE');
  });

  test('about a partition counts only in a later leader epoch', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ leaderEpoch: 3 });
    expect(broker.leaderAndIsr({ leaderEpoch: 3, isr: [1] }).partitionErrors).toMatchObject([
      { errorCode: 'STALE_CONTROLLER_EPOCH' },
    ]);
    expect(broker.leaderAndIsr({ leaderEpoch: 2, isr: [1] }).partitionErrors).toMatchObject([
      { errorCode: 'STALE_CONTROLLER_EPOCH' },
    ]);
    expect(broker.it.isr).toEqual([1, 2, 3]);
  });

  test('about a partition of others is refused', () => {
    const broker = new TestBroker();
    expect(broker.leaderAndIsr({ leader: 2, replicas: [2, 3] }).partitionErrors).toMatchObject([
      { errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' },
    ]);
    expect(broker.replica()).toBeNull();
  });
});

describe('a new leader', () => {
  test('high-watermark-064: first notes where its epoch begins', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ leaderEpoch: 2 });
    broker.produce(batchOf(3));
    broker.leaderAndIsr({ leaderEpoch: 3, leader: 2 });
    broker.leaderAndIsr({ leaderEpoch: 4 });
    expect(broker.it.log.epochs).toEqual([
      { epoch: 2, startOffset: 0 },
      { epoch: 4, startOffset: 3 },
    ]);
    expect(broker.lastEntry('LeaderStarted').args).toMatchObject({ leaderEpoch: 4, logEndOffset: 3 });
  });

  test('high-watermark-058: begins with the high watermark it had as a follower, and knows of no follower yet', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(3));
    broker.fetch(2, 3, {}, NOW);
    broker.fetch(3, 1, {}, NOW);
    broker.leaderAndIsr({ leaderEpoch: 1, leader: 2 });
    broker.leaderAndIsr({ leaderEpoch: 2 });
    expect(broker.it.log.highWatermark).toBe(1);
    expect(broker.follower(2).logEndOffset).toBe(-1);
  });

  test('of an ISR of one raises its high watermark to its log end at once', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(3));
    broker.leaderAndIsr({ leaderEpoch: 1, isr: [1], partitionEpoch: 1 });
    expect(broker.it.log.highWatermark).toBe(3);
  });

  test('that is elected again keeps what it knows of its followers', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(3));
    broker.fetch(2, 2, {}, NOW);
    broker.turn.now = 7_000_000;
    broker.leaderAndIsr({ leaderEpoch: 1, isr: [1, 2], partitionEpoch: 1 });
    expect(broker.follower(2)).toMatchObject({ logEndOffset: 2, lastCaughtUpTime: 7_000_000 });
    expect(broker.follower(3).lastCaughtUpTime).toBeLessThan(0);
  });
});

test('a partition that is deleted is gone, and whoever waits for it is told', () => {
  const broker = new TestBroker();
  broker.leaderAndIsr();
  broker.produce(batchOf(1), -1);
  broker.fetch(-1, 0);
  const stop = {
    type: 'StopReplicaRequest',
    controllerId: 1,
    controllerEpoch: 1,
    brokerEpoch: -1,
    partitionStates: [{ topicName: TOPIC, partitionIndex: 0, leaderEpoch: -2, deletePartition: true }],
  } as const;
  expect(broker.ask('controller', stop, 'StopReplicaResponse')?.partitionErrors).toMatchObject([{ errorCode: 'NONE' }]);
  expect([broker.replica(), broker.state.hosted]).toEqual([null, []]);
  expect(broker.lastAnswer('p1')).toMatchObject({
    responses: [{ partitionResponses: [{ errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' }] }],
  });
  expect(broker.lastAnswer('consumer')).toMatchObject({
    responses: [{ partitions: [{ errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' }] }],
  });
});
