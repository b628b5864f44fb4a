import { expect, test } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import { SESSION, TestController } from './test-controller.ts';

test("kraft-067: a broker's epoch is the offset of its registration, and it starts fenced", () => {
  const controller = new TestController();
  const offset = controller.state.raft.log.logEndOffset;
  expect(controller.register(1)).toBe(offset);
  expect(controller.image.brokers).toEqual([
    {
      id: 1,
      epoch: offset,
      incarnationId: 'first-1',
      rack: null,
      fenced: true,
      inControlledShutdown: false,
      registeredAt: offset,
    },
  ]);
  expect(controller.entries('BrokerRegistered').map((entry) => entry.args)).toEqual([
    { controller: 101, broker: 1, brokerEpoch: offset },
  ]);
});

test('kraft-067: another process under the same id is refused while the session of the first lives', () => {
  const controller = new TestController().brokers(1);
  controller.pass(9 * SECOND);
  expect(() => controller.register(1, { incarnation: 'second' })).toThrow('DUPLICATE_BROKER_REGISTRATION');
  expect(controller.entries('BrokerRegistrationRefused')).toHaveLength(1);
  controller.pass(1);
  expect(controller.register(1, { incarnation: 'second' })).toBeGreaterThan(0);
});

test('who has stopped cleanly may register again at once in 3.9; in 4.0 its session has to end first', () => {
  const again = (era: '3.9' | '4.0'): (() => number) => {
    const controller = new TestController({}, era).brokers(1);
    controller.heartbeat(1, { wantShutDown: true });
    return () => controller.register(1, { incarnation: 'second' });
  };
  expect(again('3.9')).not.toThrow();
  expect(again('4.0')).toThrow('DUPLICATE_BROKER_REGISTRATION');
});

test('a broker that was never unfenced has no session: another process may register at once', () => {
  const controller = new TestController();
  const first = controller.register(1);
  expect(controller.register(1, { incarnation: 'second' })).toBeGreaterThan(first);
});

test('the same process that registers again keeps its epoch and stays unfenced', () => {
  const controller = new TestController().brokers(1);
  const epoch = controller.epochOf(1);
  expect(controller.register(1)).toBe(epoch);
  expect(controller.image.brokers[0]).toMatchObject({ epoch, fenced: false });
});

test('kraft-068: a broker is unfenced by a heartbeat once it has read up to its registration, and may then lead', () => {
  const controller = new TestController();
  const epoch = controller.register(1);
  const early = controller.heartbeat(1, { currentMetadataOffset: epoch - 1 });
  expect(early).toMatchObject({ isCaughtUp: false, isFenced: true });
  expect(() => controller.topic([[1]])).toThrow('INVALID_REPLICA_ASSIGNMENT');
  expect(controller.heartbeat(1, { currentMetadataOffset: epoch })).toMatchObject({
    isCaughtUp: true,
    isFenced: false,
  });
  expect(controller.entries('BrokerUnfenced')).toHaveLength(1);
  controller.topic([[1]]);
  expect(controller.partition()).toMatchObject({ leader: 1, isr: [1] });
});

test('kraft-070: heartbeats and proposals of an older broker epoch get STALE_BROKER_EPOCH', () => {
  const controller = new TestController().brokers(1).topic([[1]]);
  const brokerEpoch = controller.epochOf(1) - 1;
  expect(controller.heartbeat(1, { brokerEpoch }).errorCode).toBe('STALE_BROKER_EPOCH');
  const answer = controller.ask(
    { type: 'AlterPartitionRequest', brokerId: 1, brokerEpoch, topics: [] },
    'AlterPartitionResponse',
  );
  expect(answer.errorCode).toBe('STALE_BROKER_EPOCH');
  const ids = controller.ask(
    { type: 'AllocateProducerIdsRequest', brokerId: 1, brokerEpoch },
    'AllocateProducerIdsResponse',
  );
  expect(ids.errorCode).toBe('STALE_BROKER_EPOCH');
});

test('kraft-083: a broker that restarts within its session is registered, fenced, only when the old session has ended', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  for (let second = 2; second <= 8; second += 2) {
    controller.pass(2 * SECOND).heartbeat(2);
    expect(() => controller.register(1, { incarnation: 'second' })).toThrow('DUPLICATE_BROKER_REGISTRATION');
  }
  controller.pass(SESSION - 8 * SECOND);
  expect(controller.entries('BrokerFenced').map((entry) => entry.args)).toEqual([
    { controller: 101, broker: 1, reason: 'session' },
  ]);
  controller.register(1, { incarnation: 'second' });
  expect(controller.image.brokers[0]).toMatchObject({ incarnationId: 'second', fenced: true });
  expect(controller.heartbeat(1).isFenced).toBe(false);
});

test('kraft-071: a fenced broker keeps its replicas', () => {
  const controller = new TestController().brokers(1, 2).topic([[1, 2]]);
  controller.pass(5 * SECOND).heartbeat(2);
  controller.pass(SESSION - 5 * SECOND);
  expect(controller.partition()).toMatchObject({ replicas: [1, 2], isr: [2], leader: 2 });
});
