import { expect, test } from 'vitest';

import type { CreateTopicsRequest } from '../../../../src/sim/protocol/cluster.ts';
import { TestController } from './test-controller.ts';

type NewTopic = CreateTopicsRequest['topics'][number];

function create(controller: TestController, ...topics: readonly Partial<NewTopic>[]): readonly string[] {
  const plain = { name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] };
  const request = {
    type: 'CreateTopicsRequest',
    topics: topics.map((topic) => ({ ...plain, ...topic })),
    timeoutMs: 1000,
  };
  const answer = controller.ask(request as CreateTopicsRequest, 'CreateTopicsResponse');
  return answer.topics.map((topic) => topic.errorCode);
}

test('a topic, its settings and its partitions are one batch, in this order', () => {
  const controller = new TestController().brokers(1, 2);
  const configs = [{ name: 'min.insync.replicas', value: '2' }];
  expect(create(controller, { numPartitions: 2, replicationFactor: 2, configs })).toEqual(['NONE']);
  expect(
    controller
      .batches()
      .at(-1)
      ?.map((record) => record.type),
  ).toEqual(['TopicRecord', 'ConfigRecord', 'PartitionRecord', 'PartitionRecord']);
  for (const number of [0, 1]) {
    const { replicas, isr, leader, leaderEpoch, partitionEpoch } = controller.partition(number);
    expect(isr).toEqual(replicas);
    expect([leader, leaderEpoch, partitionEpoch]).toEqual([replicas[0], 0, 0]);
  }
  expect(controller.entries('TopicCreated')).toHaveLength(1);
  expect(controller.entries('LeaderElected').map((entry) => entry.args.election)).toEqual(['new', 'new']);
});

test('without counts a topic has num.partitions and default.replication.factor', () => {
  const controller = new TestController({ 'num.partitions': '3', 'default.replication.factor': '2' }).brokers(1, 2);
  expect(create(controller, { numPartitions: -1, replicationFactor: -1 })).toEqual(['NONE']);
  expect(controller.partition(2).replicas).toHaveLength(2);
});

test('replicas of fenced brokers are not in sync when a topic is created', () => {
  const controller = new TestController().brokers(1, 2);
  controller.register(3);
  controller.topic([[3, 2, 1]]);
  expect(controller.partition()).toMatchObject({ replicas: [3, 2, 1], isr: [2, 1], leader: 2 });
});

test.each<[string, Partial<NewTopic>, string]>([
  ['of no partitions', { numPartitions: 0 }, 'INVALID_PARTITIONS'],
  ['of no replicas', { replicationFactor: 0 }, 'INVALID_REPLICATION_FACTOR'],
  ['of more replicas than brokers', { replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
  ['with a name that no topic may have', { name: 'a b' }, 'INVALID_TOPIC_EXCEPTION'],
  ["with a name that differs from another in '.' and '_' alone", { name: 'x_y' }, 'INVALID_TOPIC_EXCEPTION'],
  ['that is there', { name: 'x.y' }, 'TOPIC_ALREADY_EXISTS'],
  ["with the name of the controllers' own log", { name: '__cluster_metadata' }, 'TOPIC_AUTHORIZATION_FAILED'],
  ['with a setting that is none', { configs: [{ name: 'no.such', value: '1' }] }, 'INVALID_CONFIG'],
  ['with a setting without a value', { configs: [{ name: 'retention.ms', value: null }] }, 'INVALID_CONFIG'],
  ['with counts and an assignment', { assignments: [{ partitionIndex: 0, brokerIds: [1] }] }, 'INVALID_REQUEST'],
])('a topic %s is not created', (_, topic, error) => {
  const controller = new TestController().brokers(1, 2).topic([[1]], {}, 'x.y');
  expect(create(controller, topic)).toEqual([error]);
  expect(controller.image.topics).toHaveLength(1);
});

test.each([
  ['of a broker that is not registered', [[1, 9]]],
  ['with a broker twice', [[1, 1]]],
  ['of unequal length', [[1, 2], [1]]],
])('an assignment %s is refused', (_, assignments) => {
  const controller = new TestController().brokers(1, 2);
  const given = assignments.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }));
  const topic = { numPartitions: -1, replicationFactor: -1, assignments: given };
  expect(create(controller, topic)).toEqual(['INVALID_REPLICA_ASSIGNMENT']);
});

test('one topic of a request that fails does not keep the others', () => {
  const controller = new TestController().brokers(1);
  expect(create(controller, { name: 'a' }, { name: 'b', replicationFactor: 2 }, { name: 'c' })).toEqual([
    'NONE',
    'INVALID_REPLICATION_FACTOR',
    'NONE',
  ]);
  expect(controller.image.topics.map((topic) => topic.name)).toEqual(['a', 'c']);
});

test('partitions are added with the replication factor of the topic', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1, 2]]);
  const grow = (count: number): string | undefined =>
    controller.ask(
      { type: 'CreatePartitionsRequest', topics: [{ name: 't', count, assignments: null }], timeoutMs: 1000 },
      'CreatePartitionsResponse',
    ).results[0]?.errorCode;
  expect(grow(3)).toBe('NONE');
  expect(controller.partition(2)).toMatchObject({ leaderEpoch: 0, partitionEpoch: 0 });
  expect(controller.partition(2).replicas).toHaveLength(2);
  expect([grow(3), grow(2)]).toEqual(['INVALID_PARTITIONS', 'INVALID_PARTITIONS']);
  expect(controller.entries('PartitionsCreated')[0]?.args.partitions).toHaveLength(2);
});

test('a topic is deleted at once, with its settings, whether or not its replicas live', () => {
  const controller = new TestController().brokers(1, 2).topic([[1]], { 'min.insync.replicas': '2' });
  controller.heartbeat(1, { wantFence: true });
  const drop = (): string | undefined =>
    controller.ask({ type: 'DeleteTopicsRequest', topicNames: ['t'], timeoutMs: 1000 }, 'DeleteTopicsResponse')
      .responses[0]?.errorCode;
  expect(drop()).toBe('NONE');
  expect(controller.image).toMatchObject({ topics: [], configs: [], leaderless: 0, imbalanced: 0 });
  expect(drop()).toBe('UNKNOWN_TOPIC_OR_PARTITION');
});
