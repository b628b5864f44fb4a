import { describe, expect, it } from 'vitest';
import { TestCluster } from '../zookeeper/support.ts';

/** Three brokers, topic `orders` with one partition for each assignment; broker 2 is the controller, of epoch `epoch`. */
function cluster(assignment: readonly (readonly number[])[], config = {}): TestCluster {
  const c = new TestCluster({ config: { 'auto.leader.rebalance.enable': 'false', ...config } })
    .runTo(1)
    .makeController(2);
  c.createTopic('orders', assignment);
  return c.run(1);
}

describe('a broker that dies', () => {
  it('is noticed when its session expires, and its leaderships go to the first live ISR member in assignment order', () => {
    const c = cluster([[1, 3, 2]]);
    expect(c.controller()).toBe(2);
    c.crash('broker-1').run(17);
    expect(c.state('orders', 0)).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 3, 2] });
    c.run(2);
    expect(c.state('orders', 0)).toEqual({ leader: 3, leaderEpoch: 1, isr: [3, 2] });
    expect(c.of('BrokersChanged').at(-1)?.args).toMatchObject({ left: [1], joined: [], bounced: [] });
  });

  it('leaves a trace that leads from the new leader back to the last that ZooKeeper heard of the old one', () => {
    const c = cluster([[1, 3, 2]])
      .crash('broker-1')
      .run(20);
    const elected = c.of('LeaderElected').at(-1);
    const chain = c.ancestry(elected?.seq ?? -1);
    for (const type of [
      'BrokersChanged',
      'NotificationSent',
      'WatchFired',
      'ZnodeDeleted',
      'SessionExpired',
      'RequestReceived',
    ]) {
      expect(chain).toContain(type);
    }
    const [changed] = elected?.causes ?? [];
    expect(c.entries[changed ?? -1]?.type).toBe('BrokersChanged');
  });

  it('is dropped from the ISR of partitions it follows, and their leader epoch grows', () => {
    const c = cluster([[3, 1, 2]])
      .crash('broker-1')
      .run(20);
    expect(c.state('orders', 0)).toEqual({ leader: 3, leaderEpoch: 1, isr: [3, 2] });
    expect(c.of('IsrUpdated').at(-1)?.args).toMatchObject({ isr: [3, 2], by: 'controller' });
  });

  it('leaves a partition without a leader, and itself in its ISR, when it was the last in it', () => {
    const c = cluster([[1]])
      .crash('broker-1')
      .run(20);
    expect(c.state('orders', 0)).toEqual({ leader: -1, leaderEpoch: 1, isr: [1] });
    expect(c.of('PartitionOffline').at(-1)?.args).toMatchObject({ previous: 1, isr: [1] });
    c.start('broker-1').run(2);
    expect(c.state('orders', 0)).toEqual({ leader: 1, leaderEpoch: 2, isr: [1] });
  });

  it('and comes back after its session has expired, becomes a follower with a new broker epoch', () => {
    const c = cluster([[1, 3, 2]]);
    const epoch = c.broker(1).brokerEpoch;
    c.crash('broker-1').run(20).start('broker-1').run(5);
    expect(c.broker(1).lifecycle.value).toBe('RUNNING');
    expect(c.broker(1).brokerEpoch).toBeGreaterThan(epoch);
    expect(c.state('orders', 0)).toEqual({ leader: 3, leaderEpoch: 1, isr: [3, 2, 1] });
    expect(c.of('BrokersChanged').at(-1)?.args).toMatchObject({ joined: [1] });
  });

  it('and comes back before its session has expired, is refused, says so, and tries again every five seconds', () => {
    const c = cluster([[1, 3, 2]])
      .crash('broker-1')
      .run(3)
      .start('broker-1')
      .run(1);
    expect(c.broker(1).waitingFor).toMatch(/old session of broker 1/);
    expect(c.broker(1).lifecycle.value).not.toBe('RUNNING');
    c.run(11);
    expect(c.broker(1).lifecycle.value).not.toBe('RUNNING');
    c.run(12);
    expect(c.broker(1).lifecycle.value).toBe('RUNNING');
    expect(c.broker(1).waitingFor).toBeNull();
    const refused = c.of('ZnodeWriteRefused').filter((entry) => entry.args.path === '/brokers/ids/1');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    const [first, second] = refused.map((entry) => entry.t);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(5_000_000);
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(5_100_000);
  });

  it('together with another: one election drops both from the ISR', () => {
    const c = cluster([[1, 2, 3]]);
    expect(c.controller()).toBe(2);
    c.crash('broker-1').crash('broker-3').run(20);
    expect(c.state('orders', 0)).toEqual({ leader: 2, leaderEpoch: 1, isr: [2] });
  });
});

describe('the controller that dies', () => {
  it('is replaced after its session by a broker with a higher controller epoch, which reads everything before it acts', () => {
    const c = cluster([[1, 3, 2]]);
    const epoch = c.epoch();
    c.crash('broker-2').run(16);
    expect(c.controller()).toBe(2);
    c.run(3);
    expect([1, 3]).toContain(c.controller());
    expect(c.epoch()).toBe(epoch + 1);
    expect(c.of('ControllerReady').at(-1)?.args).toMatchObject({ controllerEpoch: epoch + 1, partitions: 1 });
    expect(c.state('orders', 0)).toEqual({ leader: 1, leaderEpoch: 1, isr: [1, 3] });
    const ready = c.of('ControllerReady').at(-1);
    expect(c.ancestry(ready?.seq ?? -1)).toContain('SessionExpired');
  });

  it('and led partitions, leaves them without a leader until another controller has loaded', () => {
    const c = cluster([[2, 3, 1]]);
    const epoch = c.epoch();
    c.crash('broker-2').run(16);
    expect(c.state('orders', 0).leader).toBe(2);
    c.run(3);
    // Once when the dead leader is taken out of the ISR, once when another is elected (ReplicaStateMachine before PartitionStateMachine).
    expect(c.state('orders', 0)).toEqual({ leader: 3, leaderEpoch: 2, isr: [3, 1] });
    expect(c.of('PartitionOffline').at(-1)?.args).toMatchObject({ previous: 2 });
    expect(c.broker(3).metadata.controllerEpoch).toBe(epoch + 1);
  });

  it('with its state, is followed by one that sees brokers which died meanwhile', () => {
    const c = cluster([[1, 2, 3]])
      .crash('broker-2')
      .crash('broker-1')
      .run(20);
    expect(c.controller()).toBe(3);
    expect(c.state('orders', 0)).toMatchObject({ leader: 3, isr: [3] });
  });

  it('and comes back, is no longer the controller', () => {
    const c = cluster([[1, 3, 2]])
      .crash('broker-2')
      .run(20)
      .start('broker-2')
      .run(5);
    expect(c.broker(2).controller?.phase.value).toBe('STANDBY');
    expect([1, 3]).toContain(c.controller());
    expect(c.state('orders', 0).isr).toEqual([1, 3, 2]);
  });
});

describe('a controller that has been replaced and does not know it', () => {
  it('is fenced by the version of /controller_epoch: its write is not done, and it resigns', () => {
    const c = cluster([[1, 3, 2]]).makeController(2);
    // Broker 2 is heard by ZooKeeper, but does not hear that /controller is gone.
    c.intervene({ type: 'cutLink', from: 'zookeeper-1', to: 'broker-2' });
    c.zk([{ op: 'delete', path: '/controller', version: -1 }]);
    c.run(1);
    expect([1, 3]).toContain(c.controller());
    const proposal = {
      partitionIndex: 0,
      leaderEpoch: 0,
      newIsr: [1, 3],
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: 0,
    } as const;
    c.send(2, {
      type: 'AlterPartitionRequest',
      brokerId: 1,
      brokerEpoch: c.broker(1).brokerEpoch,
      topics: [{ topicName: 'orders', partitions: [proposal] }],
    }).run(1);
    expect(c.of('ZnodeWriteRefused').at(-1)?.args).toMatchObject({
      path: '/controller_epoch',
      error: 'BadVersion',
      client: 2,
    });
    expect(c.broker(2).controller?.phase.value).toBe('ACTIVE');
    c.intervene({ type: 'healLink', from: 'zookeeper-1', to: 'broker-2' }).run(1);
    expect(c.answer()).toEqual({ type: 'AlterPartitionResponse', errorCode: 'UNKNOWN_SERVER_ERROR', topics: [] });
    expect(c.broker(2).controller?.phase.value).toBe('STANDBY');
    expect(c.state('orders', 0).isr).toEqual([1, 3, 2]);
  });
});

describe('a freeze longer than the session', () => {
  it('ends with a new session, a new broker epoch, and the replicas back in the ISR', () => {
    const c = cluster([[1, 3, 2]]);
    const epoch = c.broker(1).brokerEpoch;
    c.intervene({ type: 'freeze', node: 'broker-1' }).run(25);
    expect(c.state('orders', 0)).toMatchObject({ leader: 3, isr: [3, 2] });
    c.intervene({ type: 'thaw', node: 'broker-1' }).run(10);
    expect(c.broker(1).brokerEpoch).toBeGreaterThan(epoch);
    expect(c.broker(1).zk.session.value).toBe('CONNECTED');
    expect(c.state('orders', 0)).toMatchObject({ leader: 3, leaderEpoch: 1, isr: [3, 2, 1] });
  });

  it('of the controller: it resigns when it wakes, and another has the next controller epoch', () => {
    const c = cluster([[1, 3, 2]]);
    const epoch = c.epoch();
    c.intervene({ type: 'freeze', node: 'broker-2' }).run(25);
    expect(c.controller()).not.toBe(2);
    expect(c.broker(2).controller?.phase.value).toBe('ACTIVE');
    c.intervene({ type: 'thaw', node: 'broker-2' }).run(5);
    expect(c.of('ControllerResigned').at(-1)?.args).toEqual({ broker: 2, controllerEpoch: epoch });
    expect(c.broker(2).controller?.phase.value).toBe('STANDBY');
    expect(c.epoch()).toBe(epoch + 1);
    expect(c.state('orders', 0)).toMatchObject({ leader: 1, isr: [1, 3, 2] });
  });

  it('of the controller: what it had on its way is refused by brokers that obey another', () => {
    const c = cluster([[1, 3, 2]]).intervene({ type: 'cutLink', from: 'broker-2', to: 'broker-1' });
    const epoch = c.epoch();
    c.send(2, {
      type: 'CreateTopicsRequest',
      topics: [{ name: 'late', numPartitions: 1, replicationFactor: 3, assignments: [], configs: [] }],
      timeoutMs: 5000,
    }).run(0.5);
    c.intervene({ type: 'freeze', node: 'broker-2' }).run(25);
    expect(c.broker(1).metadata.controllerEpoch).toBe(epoch + 1);
    c.intervene({ type: 'healLink', from: 'broker-2', to: 'broker-1' }).run(1);
    expect(c.of('StaleControllerRefused').map((entry) => entry.args)).toContainEqual({
      broker: 1,
      controllerEpoch: epoch,
      known: epoch + 1,
    });
  });

  it('shorter than the session changes nothing', () => {
    const c = cluster([[1, 3, 2]])
      .intervene({ type: 'freeze', node: 'broker-1' })
      .run(8)
      .intervene({ type: 'thaw', node: 'broker-1' })
      .run(20);
    expect(c.of('SessionExpired').filter((entry) => entry.args.client <= 3)).toEqual([]);
    expect(c.broker(1).zk.session.value).toBe('CONNECTED');
  });
});
