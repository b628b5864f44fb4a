import { expect, test } from 'vitest';

import { TestBroker } from '../test-broker.ts';

/** A broker with three partitions for offsets configured, which has been told of these: partition n is led by broker n + 1. */
function toldOf(partitions: readonly number[]): TestBroker {
  const broker = new TestBroker({ config: { 'offsets.topic.num.partitions': '3' } });
  const partitionStates = partitions.map((partitionIndex) => ({
    topicName: '__consumer_offsets',
    partitionIndex,
    controllerEpoch: 1,
    leader: partitionIndex + 1,
    leaderEpoch: 0,
    isr: [1, 2, 3],
    zkVersion: 0,
    replicas: [1, 2, 3],
    offlineReplicas: [],
  }));
  const liveBrokers = [1, 2, 3].map((id) => ({ id, rack: null }));
  const about = { controllerId: 1, controllerEpoch: 1, brokerEpoch: -1 } as const;
  broker.ask(
    'controller',
    { type: 'UpdateMetadataRequest', ...about, partitionStates, liveBrokers },
    'UpdateMetadataResponse',
  );
  return broker;
}

const coordinatorIn = (broker: TestBroker): unknown =>
  broker.ask('c', { type: 'FindCoordinatorRequest', keyType: 0, coordinatorKeys: ['g1'] }, 'FindCoordinatorResponse')
    ?.coordinators[0];

test("a group stays in its partition while a broker has not been told of all of the topic's: Java's hash of g1 is 3242, which leaves 2", () => {
  const found = { key: 'g1', nodeId: 3, errorCode: 'NONE' };
  expect(coordinatorIn(toldOf([0, 1, 2]))).toEqual(found);
  expect(coordinatorIn(toldOf([0, 2]))).toEqual(found);
  expect(coordinatorIn(toldOf([0, 1]))).toEqual({ key: 'g1', nodeId: -1, errorCode: 'COORDINATOR_NOT_AVAILABLE' });
});
