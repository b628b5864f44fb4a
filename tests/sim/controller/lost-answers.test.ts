import { vecGet } from '../../../src/lib/vec.ts';
import { describe, expect, it } from 'vitest';
import { TestCluster } from '../zookeeper/support.ts';

/** From now on ZooKeeper hears a broker, and the broker does not hear ZooKeeper; after a while the connection breaks and all is well. */
function loseAnswers(c: TestCluster, broker: number, ms: number): void {
  const link = { from: 'zookeeper-1', to: `broker-${broker}` } as const;
  c.intervene({ type: 'cutLink', ...link }).run(ms / 1000);
  c.intervene({ type: 'resetLink', ...link }).intervene({ type: 'healLink', ...link });
}

describe('an answer of ZooKeeper that is lost', () => {
  it('to the write of an ISR: the controller recognises its own write, and the leader hears that it was done', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.createTopic('t', [[1, 2, 3]]);
    c.run(1);
    const proposal = {
      partitionIndex: 0,
      leaderEpoch: 0,
      newIsr: [1, 2],
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: 0,
    } as const;
    c.send(2, {
      type: 'AlterPartitionRequest',
      brokerId: 1,
      brokerEpoch: c.broker(1).brokerEpoch,
      topics: [{ topicName: 't', partitions: [proposal] }],
    });
    loseAnswers(c, 2, 50);
    expect(c.answer()).toBeNull();
    expect(c.data('/brokers/topics/t/partitions/0/state')['isr']).toEqual([1, 2]);
    c.run(5);
    expect(c.of('ZnodeWriteRefused').at(-1)?.args.error).toBe('BadVersion');
    expect(c.answer()).toMatchObject({
      errorCode: 'NONE',
      topics: [{ partitions: [{ errorCode: 'NONE', isr: [1, 2], partitionEpoch: 1 }] }],
    });
  });

  it('while a topic is created, at any moment: the topic is led all the same', () => {
    for (let ms = 0; ms <= 24; ms += 2) {
      const c = new TestCluster().runTo(1).makeController(2);
      const topic = { name: 't', numPartitions: 2, replicationFactor: 3, assignments: [], configs: [] };
      c.send(2, { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 10_000 }).run(ms / 1000);
      loseAnswers(c, 2, 40);
      c.run(8);
      expect(
        [0, 1].map((partition) => c.state('t', partition).leaderEpoch),
        `${ms} ms`,
      ).toEqual([0, 0]);
      expect(c.broker(1).metadata.topics.map((each) => each.partitions.length)).toEqual([2]);
    }
  });

  it('while brokers register and elect, at any moment: there is one controller, and it knows them all', () => {
    for (let ms = 2; ms <= 40; ms += 2) {
      const c = new TestCluster().runTo(ms / 1000);
      loseAnswers(c, 2, 30);
      c.run(30);
      const active = [1, 2, 3].filter((id) => c.broker(id).controller?.phase.value === 'ACTIVE');
      expect(active, `${ms} ms`).toEqual([c.controller()]);
      expect(c.broker(c.controller()).controller?.liveBrokers.map((live) => live.id)).toEqual([1, 2, 3]);
    }
  });

  it('while a leader is elected, at any moment: it is elected', () => {
    for (let ms = 0; ms <= 24; ms += 2) {
      const c = new TestCluster().runTo(1).makeController(2);
      c.createTopic('t', [[1, 2, 3]]);
      c.crash('broker-1');
      const expires = c.zookeeper().sessions.find((session) => session.client === 1)?.expiresAt ?? 0;
      c.runTo(expires / 1_000_000 + ms / 1000);
      loseAnswers(c, 2, 40);
      c.run(8);
      expect(c.state('t', 0), `${ms} ms`).toMatchObject({ leader: 2, isr: [2, 3] });
      expect(vecGet(c.broker(3).metadata.partitions, 0)).toMatchObject({ leader: 2 });
    }
  });

  it('while a preferred leader is elected, at any moment: whoever asked hears that it was', () => {
    for (let ms = 0; ms <= 12; ms += 2) {
      const c = new TestCluster({ config: { 'auto.leader.rebalance.enable': 'false' } }).runTo(1).makeController(2);
      c.createTopic('t', [[1, 2, 3]]);
      c.crash('broker-1').run(20).start('broker-1').run(5);
      expect(c.state('t', 0).leader).toBe(2);
      const topicPartitions = [{ topic: 't', partitions: [0] }];
      c.send(2, { type: 'ElectLeadersRequest', electionType: 'PREFERRED', topicPartitions, timeoutMs: 10_000 }).run(
        ms / 1000,
      );
      loseAnswers(c, 2, 40);
      c.run(8);
      expect(c.state('t', 0).leader, `${ms} ms`).toBe(1);
      const partitionResult = [{ partitionId: 0, errorCode: 'NONE', errorMessage: null }];
      expect(c.answer(), `${ms} ms`).toMatchObject({ replicaElectionResults: [{ topic: 't', partitionResult }] });
    }
  });

  it('and never comes, since the session expires: who waits for the controller hears that it is not the controller', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.createTopic('t', [[1, 2, 3]]);
    for (const [from, to] of [
      ['broker-2', 'zookeeper-1'],
      ['zookeeper-1', 'broker-2'],
    ] as const)
      c.intervene({ type: 'cutLink', from, to });
    const proposal = {
      partitionIndex: 0,
      leaderEpoch: 0,
      newIsr: [1, 2],
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: 0,
    } as const;
    const body = {
      type: 'AlterPartitionRequest',
      brokerId: 1,
      brokerEpoch: c.broker(1).brokerEpoch,
      topics: [{ topicName: 't', partitions: [proposal] }],
    } as const;
    c.send(2, body, 'admin').send(2, body, 'other').run(30);
    expect([c.answer('admin'), c.answer('other')]).toEqual([null, null]);
    for (const [from, to] of [
      ['broker-2', 'zookeeper-1'],
      ['zookeeper-1', 'broker-2'],
    ] as const)
      c.intervene({ type: 'healLink', from, to });
    c.run(20);
    const refusal = { type: 'AlterPartitionResponse', errorCode: 'NOT_CONTROLLER', topics: [] };
    expect([c.answer('admin'), c.answer('other')]).toEqual([refusal, refusal]);
  });
});
