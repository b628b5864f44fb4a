import { vecGet } from '../../../src/lib/vec.ts';
import { describe, expect, it } from 'vitest';
import type { IncrementalAlterConfigsRequest } from '../../../src/sim/protocol/cluster.ts';
import { topicSettings } from '../../../src/sim/broker/topic-config.ts';
import { TestCluster } from '../zookeeper/support.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];

function alter(c: TestCluster, resources: readonly Resource[], at = 1): readonly string[] {
  return c
    .ask(at, { type: 'IncrementalAlterConfigsRequest', resources }, 'IncrementalAlterConfigsResponse')
    .responses.map((response) => response.errorCode);
}

function topic(name: string, settings: { readonly [name: string]: string | null }): Resource {
  const configs = Object.entries(settings).map(([setting, value]) => ({
    name: setting,
    configOperation: value === null ? ('DELETE' as const) : ('SET' as const),
    value,
  }));
  return { resourceType: 'TOPIC', resourceName: name, configs };
}

function broker(name: string, settings: { readonly [name: string]: string | null }): Resource {
  return { ...topic(name, settings), resourceType: 'BROKER' };
}

describe('settings of a topic', () => {
  it('are changed at any broker, told by a notification, and learnt by all', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('t', [[1, 2, 3]], { 'retention.ms': '1000' });
    const other = [1, 2, 3].find((id) => id !== c.controller()) ?? -1;
    expect(alter(c, [topic('t', { 'min.insync.replicas': '2' })], other)).toEqual(['NONE']);
    c.run(0.1);
    for (const id of [1, 2, 3])
      expect(topicSettings(c.broker(id), 't')).toEqual({ 'retention.ms': '1000', 'min.insync.replicas': '2' });
    expect(alter(c, [topic('t', { 'min.insync.replicas': null })])).toEqual(['NONE']);
    c.run(0.1);
    for (const id of [1, 2, 3]) expect(topicSettings(c.broker(id), 't')).toEqual({ 'retention.ms': '1000' });
  });

  it('are read once for each notification', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('t', [[1, 2, 3]]);
    for (const value of ['2', '3']) alter(c, [topic('t', { 'min.insync.replicas': value })]);
    c.run(0.1);
    expect(c.broker(3).zk.lastConfigChange).toBe(1);
    const from = c.entries.length;
    alter(c, [topic('t', { 'min.insync.replicas': '1' })]);
    c.run(0.1);
    // Children of /config/changes, the one new notification, the settings it names: three requests of each broker.
    const asked = c.entries
      .slice(from)
      .filter((entry) => entry.type === 'RequestSent' && entry.node === 3 && entry.args.api === 'ZkRequest');
    expect(asked).toHaveLength(3);
    expect(c.broker(3).zk.lastConfigChange).toBe(2);
  });

  it('that changed while a broker was down are read when it starts', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('t', [[1, 2, 3]]);
    c.stop('broker-1').run(1);
    alter(c, [topic('t', { 'min.insync.replicas': '2' })], 2);
    c.start('broker-1').run(2);
    expect(topicSettings(c.broker(1), 't')).toEqual({ 'min.insync.replicas': '2' });
    expect(vecGet(c.broker(1).replicas, 0)).toMatchObject({ topicConfig: { minInsyncReplicas: 2 } });
  });

  it('that changed while a broker was cut off from ZooKeeper are learnt when it is back', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('t', [[1, 2, 3]]);
    c.intervene({ type: 'freeze', node: 'broker-1' }).run(1);
    alter(c, [topic('t', { 'min.insync.replicas': '2' })], 2);
    c.run(30).intervene({ type: 'thaw', node: 'broker-1' }).run(10);
    expect(topicSettings(c.broker(1), 't')).toEqual({ 'min.insync.replicas': '2' });
  });

  it('are refused with the reason', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('t', [[1]]);
    expect(alter(c, [topic('none', { 'retention.ms': '1' })])).toEqual(['UNKNOWN_TOPIC_OR_PARTITION']);
    expect(alter(c, [topic('t', { 'min.insync.replicas': 'two' })])).toEqual(['INVALID_CONFIG']);
    expect(alter(c, [topic('t', { nonsense: '1' })])).toEqual(['INVALID_CONFIG']);
    const twice = {
      ...topic('t', {}),
      configs: ['1', '2'].map((value) => ({ name: 'retention.ms', configOperation: 'SET' as const, value })),
    };
    expect(alter(c, [twice, topic('t', { 'retention.ms': '5' })])).toEqual(['INVALID_REQUEST', 'NONE']);
  });
});

describe('settings of a broker', () => {
  it('for itself or for all take effect while it runs, and fall back when they are taken away', () => {
    const c = new TestCluster().runTo(1);
    expect(alter(c, [broker('', { 'min.insync.replicas': '2' })])).toEqual(['NONE']);
    expect(alter(c, [broker('1', { 'min.insync.replicas': '3' })])).toEqual(['NONE']);
    c.run(0.1);
    expect([1, 2, 3].map((id) => c.broker(id).config.minInsyncReplicas)).toEqual([3, 2, 2]);
    c.crash('broker-1').run(30).start('broker-1').run(2);
    expect(c.broker(1).config.minInsyncReplicas).toBe(3);
    alter(c, [broker('1', { 'min.insync.replicas': null })]);
    alter(c, [broker('', { 'min.insync.replicas': null })]);
    c.run(0.1);
    expect([1, 2, 3].map((id) => c.broker(id).config.minInsyncReplicas)).toEqual([1, 1, 1]);
  });

  it('must be asked of itself, and must be changeable while it runs', () => {
    const c = new TestCluster().runTo(1);
    expect(alter(c, [broker('2', { 'min.insync.replicas': '2' })])).toEqual(['INVALID_REQUEST']);
    expect(alter(c, [broker('1', { 'zookeeper.session.timeout.ms': '6000' })])).toEqual(['INVALID_CONFIG']);
  });

  it('that begin to allow unclean elections have the controller try again', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.createTopic('t', [[1, 3]]);
    c.run(1).intervene({ type: 'cutLink', from: 'broker-3', to: 'broker-1' });
    const proposal = {
      partitionIndex: 0,
      leaderEpoch: 0,
      newIsr: [1],
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: 0,
    } as const;
    c.ask(
      2,
      {
        type: 'AlterPartitionRequest',
        brokerId: 1,
        brokerEpoch: c.broker(1).brokerEpoch,
        topics: [{ topicName: 't', partitions: [proposal] }],
      },
      'AlterPartitionResponse',
    );
    c.crash('broker-1').run(20);
    expect(c.state('t', 0).leader).toBe(-1);
    alter(c, [broker('2', { 'unclean.leader.election.enable': 'true' })], 2);
    expect(c.run(1).state('t', 0).leader).toBe(3);
  });
});
