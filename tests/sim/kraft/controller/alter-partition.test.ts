import { expect, test } from 'vitest';

import { outlive, TestController } from './test-controller.ts';

function cluster(): TestController {
  return new TestController().brokers(1, 2, 3).topic([[1, 2, 3]]);
}

function proposal(controller: TestController, changes: object, brokerId = 1): string {
  const { leaderEpoch, partitionEpoch } = controller.partition();
  const partition = {
    partitionIndex: 0,
    leaderEpoch,
    partitionEpoch,
    newIsr: [1, 2],
    leaderRecoveryState: 'RECOVERED',
  };
  const request = {
    type: 'AlterPartitionRequest',
    brokerId,
    brokerEpoch: controller.epochOf(brokerId),
    topics: [{ topicName: 't', partitions: [{ ...partition, ...changes }] }],
  } as const;
  const answer = controller.ask(request as never, 'AlterPartitionResponse');
  return answer.topics[0]?.partitions[0]?.errorCode ?? 'no answer';
}

test('an ISR that the leader proposes is written, and answered with the new partition epoch', () => {
  const controller = cluster();
  expect(controller.propose([1, 2])).toEqual({
    partitionIndex: 0,
    errorCode: 'NONE',
    leaderId: 1,
    leaderEpoch: 0,
    isr: [1, 2],
    leaderRecoveryState: 'RECOVERED',
    partitionEpoch: 1,
  });
  expect(controller.entries('IsrUpdated').at(-1)?.args).toMatchObject({ isr: [1, 2], by: 'leader', partitionEpoch: 1 });
});

test('an ISR proposed by topic id is for that very topic: a deleted one is UNKNOWN_TOPIC_ID, whatever has its name', () => {
  const controller = cluster();
  const { leaderEpoch, partitionEpoch } = controller.partition();
  const partition = {
    partitionIndex: 0,
    leaderEpoch,
    partitionEpoch,
    newIsr: [1, 2],
    leaderRecoveryState: 'RECOVERED',
  };
  const ask = (topicId: string | undefined): unknown => {
    const topics = [{ topicName: 't', topicId, partitions: [partition] }];
    const request = { type: 'AlterPartitionRequest', brokerId: 1, brokerEpoch: controller.epochOf(1), topics } as const;
    const answer = controller.ask(request as never, 'AlterPartitionResponse');
    return answer.topics[0]?.partitions[0]?.errorCode;
  };
  expect(ask('anotherTopicAAAAAAAAAA')).toBe('UNKNOWN_TOPIC_ID');
  expect(controller.partition().isr).toEqual([1, 2, 3]);
  expect(ask(controller.image.topics[0]?.topicId)).toBe('NONE');
});

test('an ISR that is so already is answered and changes nothing', () => {
  const controller = cluster();
  expect(controller.propose([1, 2, 3])).toMatchObject({ errorCode: 'NONE', partitionEpoch: 0 });
});

test.each([
  ['of an older leader epoch', { leaderEpoch: -1 }, 'FENCED_LEADER_EPOCH'],
  ['of an older partition epoch', { partitionEpoch: -1 }, 'INVALID_UPDATE_VERSION'],
  ['of a leader epoch ahead of the controller', { leaderEpoch: 5 }, 'NOT_CONTROLLER'],
  ['of a partition epoch ahead of the controller', { partitionEpoch: 5 }, 'NOT_CONTROLLER'],
  ['without the leader', { newIsr: [2, 3] }, 'INVALID_REQUEST'],
  ['with a broker that is no replica', { newIsr: [1, 4] }, 'INVALID_REQUEST'],
  ['with a replica named twice', { newIsr: [1, 2, 2] }, 'INVALID_REQUEST'],
  ['without anybody', { newIsr: [] }, 'INVALID_REQUEST'],
  [
    'that says the leader recovers when it does not',
    { newIsr: [1], leaderRecoveryState: 'RECOVERING' },
    'INVALID_REQUEST',
  ],
  ['of a partition that is not there', { partitionIndex: 7 }, 'UNKNOWN_TOPIC_OR_PARTITION'],
])('an ISR %s is refused', (_, changes, error) => {
  const controller = cluster();
  expect(proposal(controller, changes)).toBe(error);
  expect(controller.partition()).toMatchObject({ isr: [1, 2, 3], partitionEpoch: 0 });
});

test('an ISR from a broker that does not lead is refused', () => {
  expect(proposal(cluster(), {}, 2)).toBe('INVALID_REQUEST');
});

test('fenced brokers, and processes that have been replaced, may not be in sync', () => {
  const controller = cluster();
  controller.heartbeat(3, { wantFence: true });
  expect(controller.propose([1, 2, 3]).errorCode).toBe('INELIGIBLE_REPLICA');
  const old = controller.epochOf(3);
  outlive(controller, 1, 2);
  controller.register(3, { incarnation: 'second' });
  controller.heartbeat(3);
  const epochs = [controller.epochOf(1), -1, old];
  expect(proposal(controller, { newIsr: [1, 2, 3], newIsrEpochs: epochs })).toBe('INELIGIBLE_REPLICA');
  epochs[2] = controller.epochOf(3);
  expect(proposal(controller, { newIsr: [1, 2, 3], newIsrEpochs: epochs })).toBe('NONE');
});

test('a leader that recovers stays alone in sync until it says that it has recovered', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]], { 'unclean.leader.election.enable': 'true' });
  controller.propose([1]);
  controller.heartbeat(1, { wantFence: true });
  controller.heartbeat(1);
  expect(controller.partition()).toMatchObject({ leader: 2, isr: [2], leaderRecoveryState: 'RECOVERING' });
  expect(proposal(controller, { newIsr: [2, 1], leaderRecoveryState: 'RECOVERING' }, 2)).toBe('INVALID_REQUEST');
  expect(proposal(controller, { newIsr: [2, 1] }, 2)).toBe('NONE');
  expect(controller.partition().leaderRecoveryState).toBe('RECOVERED');
});

test('blocks of producer ids follow each other', () => {
  const controller = cluster();
  const request = { type: 'AllocateProducerIdsRequest', brokerId: 1, brokerEpoch: controller.epochOf(1) } as const;
  const starts = [1, 2].map(() => controller.ask(request, 'AllocateProducerIdsResponse').producerIdStart);
  expect(starts).toEqual([0, 1000]);
});
