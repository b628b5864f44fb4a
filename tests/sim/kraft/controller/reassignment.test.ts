import { expect, test } from 'vitest';

import { TestController } from './test-controller.ts';

function reassign(
  controller: TestController,
  replicas: readonly number[] | null,
  partitionIndex = 0,
): string | undefined {
  const topics = [{ name: 't', partitions: [{ partitionIndex, replicas }] }];
  return controller.ask(
    { type: 'AlterPartitionReassignmentsRequest', topics, timeoutMs: 1000 },
    'AlterPartitionReassignmentsResponse',
  ).responses[0]?.partitions[0]?.errorCode;
}

test('new replicas join the old ones, and the old ones go when all new ones are in sync', () => {
  const controller = new TestController().brokers(1, 2, 3, 4).topic([[1, 2]]);
  expect(reassign(controller, [3, 4])).toBe('NONE');
  expect(controller.partition()).toMatchObject({
    replicas: [3, 4, 1, 2],
    addingReplicas: [3, 4],
    removingReplicas: [1, 2],
    isr: [1, 2],
    leader: 1,
    leaderEpoch: 0,
  });
  expect(controller.propose([1, 2, 3]).errorCode).toBe('NONE');
  expect(controller.propose([1, 2, 3, 4]).errorCode).toBe('NEW_LEADER_ELECTED');
  expect(controller.partition()).toMatchObject({
    replicas: [3, 4],
    addingReplicas: [],
    removingReplicas: [],
    isr: [3, 4],
    leader: 3,
    leaderEpoch: 1,
  });
  expect(controller.entries('LeaderElected').at(-1)?.args.election).toBe('reassign');
});

test('the trace says when a partition has its new replicas, and says nothing of one that is cancelled', () => {
  const controller = new TestController().brokers(1, 2, 3, 4).topic([[1, 2]]);
  const done = (): readonly (readonly number[])[] =>
    controller.entries('PartitionReassigned').map(({ args }) => args.replicas);
  reassign(controller, [2, 3]);
  expect(done()).toEqual([]);
  reassign(controller, null);
  reassign(controller, [1]);
  expect(done()).toEqual([[1]]);
  reassign(controller, [1, 4]);
  expect(done()).toEqual([[1]]);
  controller.propose([1, 4]);
  expect(done()).toEqual([[1], [1, 4]]);
});

test('a leader that stays when another replica goes gets a new epoch', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1, 2]]);
  expect(reassign(controller, [1, 3])).toBe('NONE');
  expect(controller.propose([1, 2, 3])).toMatchObject({ errorCode: 'NONE', leaderId: 1, leaderEpoch: 1, isr: [1, 3] });
  expect(controller.partition()).toMatchObject({ replicas: [1, 3], leader: 1, leaderEpoch: 1 });
});

test('another order of the same replicas is there at once, and moves no leader', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  expect(reassign(controller, [2, 1])).toBe('NONE');
  expect(controller.partition()).toMatchObject({ replicas: [2, 1], leader: 1, leaderEpoch: 0 });
});

test('a reassignment that is cancelled leads back to the old replicas', () => {
  const controller = new TestController().brokers(1, 2, 3, 4).topic([[1, 2]]);
  expect(reassign(controller, null)).toBe('NO_REASSIGNMENT_IN_PROGRESS');
  reassign(controller, [3, 4]);
  controller.propose([1, 2, 3]);
  expect(reassign(controller, null)).toBe('NONE');
  expect(controller.partition()).toMatchObject({
    replicas: [1, 2],
    addingReplicas: [],
    removingReplicas: [],
    isr: [1, 2],
  });
});

test('going back to replicas none of which is in sync would be unclean, and is refused', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1]]);
  reassign(controller, [2, 3]);
  controller.propose([1, 2]);
  controller.heartbeat(1, { wantFence: true });
  expect(controller.partition()).toMatchObject({ isr: [2], leader: 2 });
  expect(reassign(controller, null)).toBe('INVALID_REPLICA_ASSIGNMENT');
});

test('replicas on brokers that are not registered are refused, and partitions that are not there', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  expect(reassign(controller, [1, 9])).toBe('INVALID_REPLICA_ASSIGNMENT');
  expect(reassign(controller, [1, 2], 5)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
});
