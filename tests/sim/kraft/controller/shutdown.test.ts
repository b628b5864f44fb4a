import { expect, test } from 'vitest';

import { TestController } from './test-controller.ts';

test('a broker that wants to stop hands over what it leads, and stops when all others have read that', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1, 2, 3]]);
  const before = controller.batches().length;
  expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ isFenced: false, shouldShutDown: false });
  expect(controller.batches().slice(before)).toMatchObject([
    [
      { type: 'BrokerRegistrationChangeRecord', brokerId: 1, inControlledShutdown: true, fenced: null },
      { type: 'PartitionChangeRecord', isr: [2, 3], leader: 2 },
    ],
  ]);
  expect(controller.entries('LeaderElected').at(-1)?.args.election).toBe('controlledShutdown');
  expect(controller.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(false);
  controller.heartbeat(2);
  expect(controller.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(false);
  controller.heartbeat(3);
  expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ isFenced: true, shouldShutDown: true });
  expect(controller.entries('BrokerFenced').at(-1)?.args).toMatchObject({ broker: 1, reason: 'shutdown' });
});

test('a broker that leads nothing may stop at once, and leaves the ISRs', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  expect(controller.heartbeat(2, { wantShutDown: true }).shouldShutDown).toBe(true);
  expect(controller.partition()).toMatchObject({ isr: [1], leader: 1, leaderEpoch: 0 });
});

test('a broker on its way out gets no replicas, may not be in sync, and is not elected', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1, 2, 3]]);
  controller.heartbeat(1, { wantShutDown: true });
  expect(controller.propose([2, 3, 1]).errorCode).toBe('INELIGIBLE_REPLICA');
  const answer = controller.ask(
    {
      type: 'CreateTopicsRequest',
      topics: [{ name: 'u', numPartitions: 1, replicationFactor: 3, assignments: [], configs: [] }],
      timeoutMs: 1000,
    },
    'CreateTopicsResponse',
  );
  expect(answer.topics[0]?.errorCode).toBe('INVALID_REPLICATION_FACTOR');
});

test('the only replica of a partition stops: the partition has no leader, and nothing keeps the broker', () => {
  const controller = new TestController().brokers(1, 2).topic([[1]]);
  controller.heartbeat(1, { wantShutDown: true });
  expect(controller.partition()).toMatchObject({ leader: -1, isr: [1] });
  controller.heartbeat(2);
  expect(controller.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(true);
});

test('a broker may wish to be fenced, and is unfenced when it wishes that no more', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  expect(controller.heartbeat(1, { wantFence: true }).isFenced).toBe(true);
  expect(controller.partition()).toMatchObject({ leader: 2, isr: [2] });
  expect(controller.heartbeat(1).isFenced).toBe(false);
  expect(controller.partition()).toMatchObject({ leader: 2, isr: [2] });
});
