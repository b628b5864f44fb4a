import { describe, expect, test } from 'vitest';

import { ISR_EXPIRATION } from '../../../src/sim/broker/timer-slots.ts';
import { fromMs } from '../../../src/sim/time.ts';
import { batchOf } from '../log/batches.ts';
import { acceptProposals, answerProposal, proposal } from './controller-answers.ts';
import { TestBroker } from './test-broker.ts';

const NOW = { maxWaitMs: 0 };

/** The broker looks for followers that lag, at this time. */
function checkAt(broker: TestBroker, ms: number): void {
  broker.turn.now = fromMs(ms);
  broker.deliver({ type: 'timer', slot: ISR_EXPIRATION });
}

describe('the ISR shrinks', () => {
  test('high-watermark-040: not before the controller agrees, and until then the follower counts', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(10));
    broker.fetch(2, 10, {}, NOW);
    checkAt(broker, 0);
    expect(proposal(broker)).toBeNull();
    broker.turn.now = fromMs(30_001);
    broker.fetch(2, 10, {}, NOW);
    checkAt(broker, 30_001);
    expect(proposal(broker)?.topics[0]?.partitions[0]).toMatchObject({
      newIsr: [1, 2],
      leaderEpoch: 0,
      partitionEpoch: 0,
    });
    expect([broker.it.isr, broker.it.log.highWatermark]).toEqual([[1, 2, 3], 0]);
    answerProposal(broker, 'NONE');
    expect([broker.it.isr, broker.it.log.highWatermark, broker.it.partitionEpoch]).toEqual([[1, 2], 10, 1]);
  });

  test('high-watermark-038: never for a follower whose fetch before reached the log end of then', () => {
    const broker = new TestBroker({ config: { 'replica.lag.time.max.ms': '10000' } });
    broker.leaderAndIsr({ replicas: [1, 2], isr: [1, 2] });
    broker.produce(batchOf(5));
    broker.turn.now = fromMs(5000);
    broker.produce(batchOf(5));
    broker.fetch(2, 5, {}, NOW);
    expect([broker.follower(2).lastCaughtUpTime, broker.it.log.highWatermark]).toEqual([0, 5]);
    broker.turn.now = fromMs(10_001);
    broker.produce(batchOf(5));
    broker.fetch(2, 10, {}, NOW);
    expect([broker.follower(2).lastCaughtUpTime, broker.it.log.highWatermark]).toEqual([fromMs(5000), 10]);
    checkAt(broker, 10_001);
    expect(broker.entries('IsrChangeProposed')).toEqual([]);
  });

  test('for nobody who is at the log end, however long ago the last fetch was', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr();
    broker.produce(batchOf(2));
    broker.fetch(2, 2, {}, NOW);
    broker.fetch(3, 2, {}, NOW);
    checkAt(broker, 3_600_000);
    expect(broker.entries('IsrChangeProposed')).toEqual([]);
  });

  test('after 1 to 1.5 times replica.lag.time.max.ms', () => {
    const broker = new TestBroker();
    broker.sleep(7000);
    broker.leaderAndIsr();
    broker.produce(batchOf(1));
    broker.sleep(30_000);
    expect(broker.entries('IsrChangeProposed')).toEqual([]);
    broker.sleep(15_000);
    expect(broker.entries('IsrChangeProposed')).toMatchObject([{ change: 'shrink', newIsr: [1] }]);
  });

  test('in 2.8 without a look at the high watermark: it moves with the next append', () => {
    const broker = new TestBroker({ era: '2.8' });
    broker.leaderAndIsr({ replicas: [1, 2], isr: [1, 2] });
    broker.produce(batchOf(4));
    checkAt(broker, 30_001);
    acceptProposals(broker);
    expect([broker.it.isr, broker.it.log.highWatermark]).toEqual([[1], 0]);
    broker.produce(batchOf(1));
    expect(broker.it.log.highWatermark).toBe(5);
  });
});

describe('high-watermark-061: the ISR expands', () => {
  test('high-watermark-037: only with a follower that has fetched into the current leader epoch', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ leaderEpoch: 8, isr: [1, 3] });
    broker.produce(batchOf(1));
    broker.produce(batchOf(4));
    broker.fetch(3, 1, {}, NOW);
    expect(broker.it.log.highWatermark).toBe(1);
    broker.leaderAndIsr({ leader: 3, leaderEpoch: 9, isr: [1, 3], partitionEpoch: 1 });
    broker.leaderAndIsr({ leaderEpoch: 10, isr: [1, 3], partitionEpoch: 2 });
    expect(broker.it.duties?.epochStartOffset).toBe(5);
    broker.produce(batchOf(2));
    broker.fetch(2, 1, {}, NOW);
    expect(proposal(broker)).toBeNull();
    broker.fetch(2, 5, {}, NOW);
    expect(proposal(broker)?.topics[0]?.partitions[0]?.newIsr).toEqual([1, 3, 2]);
    acceptProposals(broker);
    expect(broker.it.isr).toEqual([1, 3, 2]);
  });

  test('and the newcomer counts for the high watermark before the controller has answered', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ isr: [1] });
    broker.produce(batchOf(4));
    expect(broker.it.log.highWatermark).toBe(4);
    broker.fetch(2, 4, {}, NOW);
    expect(broker.it.duties?.proposed).toEqual([1, 2]);
    broker.turn.now = fromMs(100_000);
    broker.produce(batchOf(2));
    expect([broker.it.isr, broker.it.log.highWatermark]).toEqual([[1], 4]);
    broker.fetch(2, 6, {}, NOW);
    expect(broker.it.log.highWatermark).toBe(6);
  });

  test('not with a broker that the leader does not know to be alive, but 2.8 did not ask', () => {
    for (const [era, proposals] of [
      ['3.9', 0],
      ['2.8', 1],
    ] as const) {
      const broker = new TestBroker({ era });
      broker.metadata(1, [1, 3]);
      broker.leaderAndIsr({ isr: [1] });
      broker.fetch(2, 0, {}, NOW);
      expect(broker.entries('IsrChangeProposed')).toHaveLength(proposals);
    }
  });

  test('one change at a time', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ isr: [1] });
    broker.fetch(2, 0, {}, NOW);
    broker.fetch(3, 0, {}, NOW);
    expect(broker.entries('IsrChangeProposed')).toMatchObject([{ newIsr: [1, 2] }]);
    answerProposal(broker, 'NONE');
    broker.fetch(3, 0, {}, NOW);
    expect(broker.entries('IsrChangeProposed')).toMatchObject([{ newIsr: [1, 2] }, { newIsr: [1, 2, 3] }]);
  });
});

describe('high-watermark-041: a caught-up follower outside the ISR holds the high watermark back', () => {
  test.each([
    ['if it is alive and may join', [1, 2, 3], 10],
    ['not if the leader does not know it to be alive', [1, 3], 20],
  ] as const)('%s', (_, live, highWatermark) => {
    const broker = new TestBroker();
    broker.metadata(1, live);
    broker.leaderAndIsr({ replicas: [1, 2], isr: [1] });
    broker.produce(batchOf(10));
    broker.fetch(2, 10, {}, NOW);
    if (proposal(broker) !== null) answerProposal(broker, 'INELIGIBLE_REPLICA');
    broker.produce(batchOf(10));
    expect([broker.it.isr, broker.it.duties?.adding, broker.it.log.highWatermark]).toEqual([[1], -1, highWatermark]);
  });
});

describe('high-watermark-062: an ISR change that the controller refuses', () => {
  const refused = (error: Parameters<typeof answerProposal>[1]): TestBroker => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ isr: [1] });
    broker.fetch(2, 0, {}, NOW);
    answerProposal(broker, error);
    return broker;
  };

  test.each(['INVALID_UPDATE_VERSION', 'FENCED_LEADER_EPOCH', 'UNKNOWN_TOPIC_OR_PARTITION'] as const)(
    'for %s is not proposed again: the leader waits for word from the controller',
    (error) => {
      const broker = refused(error);
      expect(broker.entries('IsrChangeRefused')).toMatchObject([{ error }]);
      broker.fetch(2, 0, {}, NOW);
      expect([broker.it.duties?.proposed, broker.entries('IsrChangeProposed').length]).toEqual([[1, 2], 1]);
      broker.leaderAndIsr({ isr: [1], leaderEpoch: 1, partitionEpoch: 5 });
      broker.fetch(2, 0, {}, NOW);
      expect(broker.entries('IsrChangeProposed')).toHaveLength(2);
    },
  );

  test('for INELIGIBLE_REPLICA may be proposed anew', () => {
    const broker = refused('INELIGIBLE_REPLICA');
    expect(broker.it.duties?.proposed).toBeNull();
    broker.fetch(2, 0, {}, NOW);
    expect(broker.entries('IsrChangeProposed')).toHaveLength(2);
  });

  test('for any other reason is sent again at once', () => {
    const broker = refused('UNKNOWN_SERVER_ERROR');
    expect(proposal(broker)?.topics[0]?.partitions[0]?.newIsr).toEqual([1, 2]);
    expect(broker.entries('IsrChangeProposed')).toHaveLength(1);
  });

  test('as a whole, for a stale broker epoch, is sent again 50 ms later', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ isr: [1] });
    broker.fetch(2, 0, {}, NOW);
    answerProposal(broker, 'NONE', 'STALE_BROKER_EPOCH');
    expect(proposal(broker)).toBeNull();
    broker.sleep(50);
    acceptProposals(broker);
    expect(broker.it.isr).toEqual([1, 2]);
  });

  test('for NOT_CONTROLLER goes to whoever is the controller then', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ isr: [1] });
    broker.fetch(2, 0, {}, NOW);
    answerProposal(broker, 'NONE', 'NOT_CONTROLLER');
    broker.sleep(50);
    acceptProposals(broker);
    expect(broker.it.isr).toEqual([1, 2]);
    expect(broker.entries('IsrChangeRefused')).toEqual([]);
  });
});

test.each(['NONE', 'UNKNOWN_SERVER_ERROR'] as const)(
  'the answer %s to a proposal of an earlier epoch is passed over',
  (error) => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ isr: [1] });
    broker.fetch(2, 0, {}, NOW);
    expect(proposal(broker)).not.toBeNull();
    broker.leaderAndIsr({ isr: [1], leaderEpoch: 1, partitionEpoch: 1 });
    answerProposal(broker, error);
    expect([broker.it.isr, broker.it.duties?.proposed]).toEqual([[1], null]);
    expect([proposal(broker), broker.entries('IsrChangeRefused')]).toEqual([null, []]);
  },
);
