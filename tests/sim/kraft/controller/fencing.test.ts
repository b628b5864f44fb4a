import { expect, test } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import { outlive as crashed, TestController } from './test-controller.ts';

test.each([
  ['3.9', 'the moment its session is over', 1],
  ['4.0', 'at one of eight looks in the length of a session', (9 * SECOND) / 8],
] as const)('kraft-080: in %s a dead broker is fenced %s, in one batch, its registration last', (era, _when, after) => {
  const controller = new TestController({}, era).brokers(1, 2, 3).topic([
    [1, 2],
    [3, 1],
    [2, 3],
  ]);
  const before = controller.batches().length;
  controller.pass(5 * SECOND).heartbeat(2);
  controller.heartbeat(3);
  controller.pass(4 * SECOND + after - 1);
  expect(controller.batches()).toHaveLength(before);
  controller.pass(1);
  const written = controller.batches().slice(before);
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject([
    { type: 'PartitionChangeRecord', partitionId: 0, isr: [2], leader: 2 },
    { type: 'PartitionChangeRecord', partitionId: 1, isr: [3], leader: null },
    { type: 'BrokerRegistrationChangeRecord', brokerId: 1, fenced: true },
  ]);
  expect(controller.partition(0)).toMatchObject({ leader: 2, leaderEpoch: 1, partitionEpoch: 1 });
});

test('kraft-076: an ISR that only shrinks leaves the leader epoch as it is', () => {
  const controller = crashed(new TestController().brokers(1, 2, 3).topic([[1, 2, 3]]), 1, 2);
  expect(controller.partition()).toMatchObject({ isr: [1, 2], leader: 1, leaderEpoch: 0, partitionEpoch: 1 });
});

test('brokers whose sessions end together are fenced one after the other, each in a batch of its own', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1, 2, 3]]);
  const before = controller.batches().length;
  crashed(controller, 3);
  const written = controller.batches().slice(before);
  expect(written.map((records) => records.at(-1))).toMatchObject([{ brokerId: 1 }, { brokerId: 2 }]);
  expect(written[0]?.[0]).toMatchObject({ isr: [2, 3], leader: 2 });
  expect(written[1]?.[0]).toMatchObject({ isr: [3], leader: 3 });
});

test('the last in-sync replica that is fenced stays in the ISR, and its return brings the partition back', () => {
  const controller = crashed(new TestController().brokers(1, 2).topic([[1]]), 2);
  expect(controller.partition()).toMatchObject({ isr: [1], leader: -1, leaderEpoch: 1 });
  expect(controller.entries('PartitionOffline')).toHaveLength(1);
  controller.register(1, { incarnation: 'second' });
  expect(controller.partition().leader).toBe(-1);
  controller.heartbeat(1);
  expect(controller.partition()).toMatchObject({ isr: [1], leader: 1, leaderEpoch: 2, partitionEpoch: 2 });
});

test('what follows for partitions is blamed on the fencing of the broker', () => {
  const controller = crashed(new TestController().brokers(1, 2).topic([[1, 2]]), 2);
  const [fenced] = controller.entries('BrokerFenced');
  const elected = controller.entries('LeaderElected').at(-1);
  expect(elected?.args).toMatchObject({ leader: 2, previous: 1, election: 'offline', unclean: false });
  expect(elected?.causes).toEqual([fenced?.seq]);
});

test('a fenced replica outside the ISR changes nothing', () => {
  const controller = new TestController().brokers(1, 2, 3).topic([[1, 2, 3]]);
  controller.propose([1, 2]);
  const { partitionEpoch } = controller.partition();
  crashed(controller, 1, 2);
  expect(controller.entries('BrokerFenced')).toHaveLength(1);
  expect(controller.partition()).toMatchObject({ isr: [1, 2], leader: 1, partitionEpoch });
});

test('with unclean.leader.election.enable any live replica leads at once, alone in sync and recovering', () => {
  const controller = new TestController()
    .brokers(1, 2, 3)
    .topic([[1, 2, 3]], { 'unclean.leader.election.enable': 'true' });
  controller.propose([1]);
  crashed(controller, 2, 3);
  expect(controller.partition()).toMatchObject({ isr: [2], leader: 2, leaderRecoveryState: 'RECOVERING' });
  expect(controller.entries('LeaderElected').at(-1)?.args.unclean).toBe(true);
});

test('unclean elections that are allowed later come within five minutes, or when an operator asks', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  controller.propose([1]);
  crashed(controller, 2);
  const answer = controller.ask(
    {
      type: 'IncrementalAlterConfigsRequest',
      resources: [
        {
          resourceType: 'TOPIC',
          resourceName: 't',
          configs: [{ name: 'unclean.leader.election.enable', configOperation: 'SET', value: 'true' }],
        },
      ],
    },
    'IncrementalAlterConfigsResponse',
  );
  expect(answer.responses[0]?.errorCode).toBe('NONE');
  expect(controller.partition().leader).toBe(-1);
  for (let t = 0; t < 300; t += 5) {
    controller.heartbeat(2);
    controller.pass(5 * SECOND);
  }
  expect(controller.partition()).toMatchObject({ isr: [2], leader: 2 });
});

test('in 4.0 who has stopped cleanly is fenced once more when its session is over; in 3.9 it has none', () => {
  const records = (era: '3.9' | '4.0'): number => {
    const controller = new TestController({}, era).brokers(1, 2);
    controller.heartbeat(2, { wantShutDown: true });
    const before = controller.batches().length;
    crashed(controller, 1);
    expect(controller.entries('BrokerFenced').map(({ args }) => args.reason)).toEqual(['shutdown']);
    return controller.batches().length - before;
  };
  expect([records('3.9'), records('4.0')]).toEqual([0, 1]);
});

test('in 4.0 preferred leaders are looked after every five minutes of the controller, in 3.9 five minutes after one is not', () => {
  const moved = (era: '3.9' | '4.0'): number => {
    const controller = new TestController({}, era).brokers(1, 2).topic([[1, 2]]);
    const beat = (seconds: number): void => {
      for (let t = 0; t < seconds; t += 5) {
        controller.pass(5 * SECOND).heartbeat(2);
        controller.heartbeat(1);
      }
    };
    beat(100);
    controller.heartbeat(1, { wantFence: true });
    controller.heartbeat(1);
    expect(controller.partition().leader).toBe(2);
    // Its leader proposes that broker 1 is in sync again.
    controller.propose([2, 1]);
    beat(400);
    const elected = controller.entries('LeaderElected').find(({ args }) => args.election === 'preferred');
    return Math.round((elected?.t ?? 0) / SECOND);
  };
  expect([moved('3.9'), moved('4.0')]).toEqual([400, 300]);
});
