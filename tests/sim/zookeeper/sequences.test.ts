import { describe, expect, it } from 'vitest';
import type { EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import { TestCluster } from './support.ts';

/** Does `wanted` come about in this order among the entries from `from` on? Returns what is missing first. */
function missing(
  c: TestCluster,
  from: number,
  wanted: readonly (readonly [EntryType, (entry: TraceEntry) => boolean])[],
): string | null {
  let at = from;
  for (const [type, matches] of wanted) {
    while (at < c.entries.length && !(c.entries[at]?.type === type && matches(c.entries[at] as TraceEntry))) at += 1;
    if (at >= c.entries.length) return type;
    at += 1;
  }
  return null;
}

const has =
  (args: { readonly [name: string]: unknown }) =>
  (entry: TraceEntry): boolean =>
    Object.entries(args).every(
      ([name, value]) =>
        JSON.stringify((entry.args as unknown as Record<string, unknown>)[name]) === JSON.stringify(value),
    );
const any = (): boolean => true;

function cluster(assignment: readonly (readonly number[])[], controller = 2): TestCluster {
  const c = new TestCluster({ config: { 'leader.imbalance.check.interval.seconds': '30' } })
    .runTo(1)
    .makeController(controller);
  c.createTopic('t', assignment);
  return c.run(1);
}

describe('the sequences of a cluster with ZooKeeper', () => {
  it('zookeeper-025: controller election', () => {
    const c = new TestCluster().runTo(1);
    const from = c.entries.length;
    const first = c.controller();
    c.zk([{ op: 'delete', path: '/controller', version: -1 }]);
    c.run(1);
    const others = c.of('ZnodeWriteRefused').filter((entry) => entry.seq > from && entry.args.path === '/controller');
    expect(others.length).toBe(2);
    const order = [
      ['ZnodeDeleted', has({ path: '/controller' })],
      ['ZnodeCreated', has({ path: '/controller', ephemeral: true })],
      ['ZnodeChanged', has({ path: '/controller_epoch' })],
      ['ControllerElected', has({ controllerEpoch: 2 })],
      ['ControllerReady', has({ controllerEpoch: 2 })],
      ['RequestSent', has({ api: 'UpdateMetadataRequest' })],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
    // One transaction: nothing comes between the two writes, and both have the same transaction id.
    expect(c.znode('/controller')?.czxid).toBe(c.znode('/controller_epoch')?.mzxid);
    expect(c.of('ControllerResigned').map((entry) => entry.args.broker)).toEqual([first]);
    // The winner and the losers watch again.
    const watchers = c.zookeeper().watches.filter((watch) => watch.path === '/controller');
    expect(watchers).toHaveLength(3);
    const paths = c
      .zookeeper()
      .watches.filter((watch) => watch.kind === 'children')
      .map((watch) => watch.path);
    for (const path of [
      '/brokers/ids',
      '/brokers/topics',
      '/admin/delete_topics',
      '/log_dir_event_notification',
      '/isr_change_notification',
    ])
      expect(paths).toContain(path);
  });

  it('zookeeper-026: broker failure', () => {
    const c = cluster([
      [1, 2, 3],
      [2, 1, 3],
    ]);
    const from = c.entries.length;
    c.crash('broker-1').run(20);
    const order = [
      ['SessionExpired', any],
      ['ZnodeDeleted', has({ path: '/brokers/ids/1' })],
      ['WatchFired', has({ path: '/brokers/ids', event: 'NodeChildrenChanged' })],
      ['BrokersChanged', has({ left: [1] })],
      ['LeaderElected', has({ partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3] })],
      ['RequestSent', has({ api: 'LeaderAndIsrRequest' })],
      ['RequestSent', has({ api: 'UpdateMetadataRequest' })],
      ['IsrUpdated', has({ partition: 1, isr: [2, 3], leaderEpoch: 1, by: 'controller' })],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
  });

  it('zookeeper-028: broker restart before its old session ended', () => {
    const c = cluster([[1, 2, 3]]).crash('broker-1');
    const from = c.entries.length;
    c.start('broker-1').run(26);
    const order = [
      ['ZnodeWriteRefused', has({ path: '/brokers/ids/1', error: 'NodeExists' })],
      ['ZnodeDeleted', has({ path: '/brokers/ids/1' })],
      ['ZnodeCreated', has({ path: '/brokers/ids/1', ephemeral: true })],
      ['BrokerStateChanged', has({ broker: 1, to: 'RUNNING' })],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
  });

  it('zookeeper-029: session expiry of a live broker', () => {
    const c = cluster([[1, 2, 3]], 1);
    const epoch = c.broker(1).brokerEpoch;
    const from = c.entries.length;
    c.intervene({ type: 'freeze', node: 'broker-1' }).run(20).intervene({ type: 'thaw', node: 'broker-1' }).run(5);
    const order = [
      ['SessionExpired', any],
      ['ControllerElected', has({ controllerEpoch: Number(c.data('/controller_epoch')) })],
      ['LeaderElected', has({ partition: 0, leader: 2 })],
      ['ProcessThawed', any],
      ['ControllerResigned', has({ broker: 1 })],
      ['SessionOpened', any],
      ['ZnodeCreated', has({ path: '/brokers/ids/1' })],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
    expect(c.broker(1).brokerEpoch).toBeGreaterThan(epoch);
  });

  it('zookeeper-031: controller fails', () => {
    const c = cluster([[2, 1, 3]])
      .crash('broker-2')
      .run(15);
    expect(c.state('t', 0).leader).toBe(2);
    const from = c.entries.length;
    c.run(5);
    const order = [
      ['ZnodeDeleted', has({ path: '/controller' })],
      ['ControllerElected', any],
      ['ControllerReady', any],
      ['LeaderElected', has({ partition: 0, leader: 1 })],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
  });

  it('zookeeper-032: topic creation', () => {
    const c = new TestCluster().runTo(1);
    const from = c.entries.length;
    c.createTopic('t', [[3, 1, 2]]);
    const order = [
      ['ZnodeCreated', has({ path: '/config/topics/t' })],
      ['ZnodeCreated', has({ path: '/brokers/topics/t' })],
      ['WatchFired', has({ path: '/brokers/topics' })],
      ['TopicCreated', any],
      ['ZnodeCreated', has({ path: '/brokers/topics/t/partitions/0/state' })],
      ['LeaderElected', has({ leader: 3, isr: [3, 1, 2], leaderEpoch: 0 })],
      ['RequestSent', has({ api: 'LeaderAndIsrRequest' })],
      ['RequestSent', has({ api: 'UpdateMetadataRequest' })],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
  });

  it('zookeeper-034: controlled shutdown', () => {
    const c = cluster([
      [1, 2, 3],
      [2, 1, 3],
    ]);
    const from = c.entries.length;
    c.stop('broker-1').run(2);
    const order = [
      ['RequestReceived', has({ api: 'ControlledShutdownRequest' })],
      ['LeaderElected', has({ partition: 0, leader: 2, election: 'controlledShutdown' })],
      ['IsrUpdated', has({ partition: 1, isr: [2, 3] })],
      ['ResponseSent', has({ api: 'ControlledShutdownResponse' })],
      ['SessionClosed', any],
      ['ZnodeDeleted', has({ path: '/brokers/ids/1' })],
      ['ProcessExited', any],
    ] as const;
    expect(missing(c, from, order)).toBeNull();
    expect(missing(c, from, [['RequestReceived', has({ api: 'StopReplicaRequest' })]])).toBeNull();
  });

  it('zookeeper-035: preferred leader election', () => {
    const c = cluster([[1, 2, 3]])
      .crash('broker-1')
      .run(19)
      .start('broker-1');
    const from = c.entries.length;
    c.run(40);
    expect(missing(c, from, [['LeaderElected', has({ partition: 0, leader: 1, election: 'preferred' })]])).toBeNull();
  });

  it('zookeeper-037: a crash is noticed after the session timeout, 18 s by default; a clean stop at once', () => {
    const crashed = cluster([[1, 2, 3]]);
    const heard = crashed.zookeeper().sessions.find((session) => session.client === 1);
    crashed.crash('broker-1').run(20);
    expect(crashed.of('SessionExpired').find((entry) => entry.args.client === 1)?.t).toBe(heard?.expiresAt ?? 0);
    expect(heard?.timeout).toBe(18_000_000);
    const stopped = cluster([[1, 2, 3]]);
    const at = stopped.world.now;
    stopped.stop('broker-1').run(1);
    expect((stopped.of('BrokersChanged').at(-1)?.t ?? 0) - at).toBeLessThan(100_000);
  });

  it('zookeeper-040: any broker can be the controller', () => {
    const c = new TestCluster().runTo(1);
    for (const broker of [1, 2, 3]) expect(c.makeController(broker).controller()).toBe(broker);
  });
});
