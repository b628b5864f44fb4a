import { expect, test } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import { TestController } from './test-controller.ts';

function elect(controller: TestController, electionType: 'PREFERRED' | 'UNCLEAN', partition = 0): string | undefined {
  const topicPartitions = [{ topic: 't', partitions: [partition] }];
  return controller.ask(
    { type: 'ElectLeadersRequest', electionType, topicPartitions, timeoutMs: 1000 },
    'ElectLeadersResponse',
  ).replicaElectionResults[0]?.partitionResult[0]?.errorCode;
}

/** Broker 1 was away and is back, in sync, and does not lead what it led. */
function moved(controller: TestController): TestController {
  controller.heartbeat(1, { wantFence: true });
  controller.heartbeat(1);
  expect(controller.propose([2, 1]).errorCode).toBe('NONE');
  return controller;
}

function passing(controller: TestController, seconds: number): void {
  for (let t = 0; t < seconds; t += 5) {
    controller.pass(5 * SECOND);
    for (const broker of controller.image.brokers) controller.heartbeat(broker.id);
  }
}

test('a preferred election gives the first replica its leadership back', () => {
  const controller = moved(new TestController().brokers(1, 2).topic([[1, 2]]));
  expect(controller.partition().leader).toBe(2);
  expect(elect(controller, 'PREFERRED')).toBe('NONE');
  expect(controller.partition()).toMatchObject({ leader: 1, isr: [2, 1], leaderEpoch: 2 });
  expect(controller.entries('LeaderElected').at(-1)?.args.election).toBe('preferred');
  expect(elect(controller, 'PREFERRED')).toBe('ELECTION_NOT_NEEDED');
});

test('a preferred election without the first replica in sync is refused', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  controller.heartbeat(1, { wantFence: true });
  expect(elect(controller, 'PREFERRED')).toBe('PREFERRED_LEADER_NOT_AVAILABLE');
  const [refused, ...others] = controller.entries('ElectionRefused');
  expect(refused?.args.error).toBe('the preferred replica is not alive, or not in the ISR');
  expect(others).toEqual([]);
  expect(elect(controller, 'PREFERRED', 3)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
});

test('an unclean election is for partitions without a leader, whatever the topic allows', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  expect(elect(controller, 'UNCLEAN')).toBe('ELECTION_NOT_NEEDED');
  controller.propose([1]);
  controller.heartbeat(1, { wantFence: true });
  expect(controller.partition().leader).toBe(-1);
  expect(controller.entries('ElectionRefused').map(({ args }) => args.error)).toEqual([
    'no member of the ISR is alive',
  ]);
  expect(elect(controller, 'UNCLEAN')).toBe('NONE');
  expect(controller.partition()).toMatchObject({ leader: 2, isr: [2], leaderRecoveryState: 'RECOVERING' });
});

test('an unclean election without any live replica is refused', () => {
  const controller = new TestController().brokers(1, 2).topic([[1]]);
  controller.heartbeat(1, { wantFence: true });
  expect(elect(controller, 'UNCLEAN')).toBe('ELIGIBLE_LEADERS_NOT_AVAILABLE');
});

test('kraft-077: preferred leaders lead again after leader.imbalance.check.interval.seconds, one partition of a hundred or not', () => {
  const hundred = Array.from({ length: 100 }, (_, number) => (number === 0 ? [1, 2] : [2, 1]));
  const controller = moved(new TestController().brokers(1, 2).topic(hundred));
  passing(controller, 295);
  expect(controller.partition().leader).toBe(2);
  passing(controller, 10);
  expect(controller.partition()).toMatchObject({ leader: 1, leaderEpoch: 2 });
  expect(controller.image.imbalanced).toBe(0);
});

test('with auto.leader.rebalance.enable=false leaders stay where they are', () => {
  const controller = moved(
    new TestController({ 'auto.leader.rebalance.enable': 'false' }).brokers(1, 2).topic([[1, 2]]),
  );
  passing(controller, 600);
  expect(controller.partition().leader).toBe(2);
});

test('a preferred replica that is not in sync is tried again at the next check', () => {
  const controller = new TestController({ 'leader.imbalance.check.interval.seconds': '20' })
    .brokers(1, 2)
    .topic([[1, 2]]);
  controller.heartbeat(1, { wantFence: true });
  controller.heartbeat(1);
  passing(controller, 25);
  expect(controller.partition().leader).toBe(2);
  controller.propose([2, 1]);
  passing(controller, 20);
  expect(controller.partition().leader).toBe(1);
});
