import { expect, test } from 'vitest';

import { parseScenario } from '../../../../src/scenario/parse-scenario.ts';
import { outlive, TestController } from './test-controller.ts';

const ELR = { 'eligible.leader.replicas.version': '1' };
const MIN_2 = { 'min.insync.replicas': '2' };

function fence(controller: TestController, ...ids: readonly number[]): void {
  for (const id of ids) controller.heartbeat(id, { wantFence: true });
}

test('the feature is written when the cluster begins, and not without being asked for', () => {
  expect(new TestController(ELR).image.features).toContainEqual({
    name: 'eligible.leader.replicas.version',
    featureLevel: 1,
  });
  expect(new TestController().image.features.map((feature) => feature.name)).toEqual(['metadata.version']);
});

test('replicas that leave the ISR below the minimum stay eligible, and the ISR may become empty', () => {
  const controller = new TestController(ELR).brokers(1, 2, 3).topic([[1, 2, 3]], MIN_2);
  fence(controller, 3);
  expect(controller.partition()).toMatchObject({ isr: [1, 2], elr: [] });
  fence(controller, 2);
  expect(controller.partition()).toMatchObject({ isr: [1], elr: [2] });
  fence(controller, 1);
  expect(controller.partition()).toMatchObject({ isr: [], elr: [1, 2], leader: -1, lastKnownElr: [1] });
});

test('an eligible replica that returns leads cleanly; one that is not eligible does not', () => {
  const controller = new TestController(ELR).brokers(1, 2, 3).topic([[1, 2, 3]], MIN_2);
  fence(controller, 3, 2, 1);
  controller.heartbeat(3);
  expect(controller.partition().leader).toBe(-1);
  controller.heartbeat(2);
  expect(controller.partition()).toMatchObject({
    isr: [2],
    elr: [1],
    leader: 2,
    leaderRecoveryState: 'RECOVERED',
    lastKnownElr: [],
  });
  expect(controller.entries('LeaderElected').at(-1)?.args.unclean).toBe(false);
});

test('a replica whose process did not stop cleanly is eligible no more', () => {
  const controller = new TestController(ELR).brokers(1, 2, 3).topic([[1, 2, 3]], MIN_2);
  fence(controller, 3, 2);
  const epoch = controller.epochOf(2);
  outlive(controller, 1);
  controller.register(2, { incarnation: 'clean', previousEpoch: epoch });
  expect(controller.partition().elr).toEqual([2]);
  controller.register(2, { incarnation: 'crashed' });
  expect(controller.partition().elr).toEqual([]);
});

test('enough replicas in sync leave nobody to be eligible beside them', () => {
  const controller = new TestController(ELR).brokers(1, 2, 3).topic([[1, 2, 3]], MIN_2);
  fence(controller, 3, 2);
  controller.heartbeat(3);
  controller.propose([1, 3]);
  expect(controller.partition()).toMatchObject({ isr: [1, 3], elr: [] });
});

test('as long as somebody is in sync, a replica that is only eligible does not lead, not even the preferred one', () => {
  const controller = new TestController(ELR).brokers(1, 2, 3).topic([[1, 2, 3]], MIN_2);
  fence(controller, 3, 1);
  controller.heartbeat(1);
  expect(controller.partition()).toMatchObject({ isr: [2], elr: [1], leader: 2 });
  const topicPartitions = [{ topic: 't', partitions: [0] }];
  const request = { type: 'ElectLeadersRequest', electionType: 'PREFERRED', topicPartitions, timeoutMs: 1 } as const;
  const [answer] = controller.ask(request, 'ElectLeadersResponse').replicaElectionResults;
  expect(answer?.partitionResult[0]?.errorCode).toBe('PREFERRED_LEADER_NOT_AVAILABLE');
  expect(controller.partition().leader).toBe(2);
});

test.each([
  ['4.0', []],
  ['3.9', ['unknown-setting']],
])('a scenario of era %s asks for the feature as for a setting of its brokers', (era, mistakes) => {
  const config = { broker: { 'eligible.leader.replicas.version': 1 } };
  const text = JSON.stringify({ era, mode: 'kraft', brokers: 3, config });
  expect(parseScenario('elr.yaml', text).mistakes.map((mistake) => mistake.code)).toEqual(mistakes);
});
