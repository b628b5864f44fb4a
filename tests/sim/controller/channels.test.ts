import { describe, expect, it } from 'vitest';
import { TestCluster } from '../zookeeper/support.ts';

describe('what the controller tells the brokers', () => {
  it('reaches itself over a connection of its own', () => {
    const c = new TestCluster({ brokers: 1 }).runTo(1);
    c.createTopic('t', [[1]]);
    const own = c.of('RequestSent').filter((entry) => entry.args.api === 'LeaderAndIsrRequest');
    expect(own.map((entry) => [entry.node, entry.args.to])).toEqual([[1, 1]]);
  });

  it('goes out one request at a time, in order, to each broker', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.intervene({ type: 'slowLink', from: 'broker-2', to: 'broker-3', extra: 50_000 });
    for (const name of ['a', 'b', 'c']) c.createTopic(name, [[1, 3]]);
    c.run(1);
    const over = c.entries.filter(
      (entry) =>
        entry.node === 2 &&
        (entry.type === 'RequestSent'
          ? entry.args.to === 3
          : entry.type === 'ResponseReceived' && entry.args.from === 3),
    );
    const control = over.filter((entry) =>
      /LeaderAndIsr|UpdateMetadata/.test('args' in entry && 'api' in entry.args ? String(entry.args.api) : ''),
    );
    const kinds = control
      .slice(control.findIndex((entry) => entry.t > 1_000_000 && entry.type === 'RequestSent'))
      .map((entry) => entry.type);
    for (let at = 1; at < kinds.length; at++) expect(kinds[at]).not.toBe(kinds[at - 1]);
    expect(c.broker(3).metadata.topics.map((topic) => topic.name)).toEqual(['a', 'b', 'c']);
  });

  it('is sent again over another connection when the first one breaks, as long as the broker lives', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.intervene({ type: 'slowLink', from: 'broker-2', to: 'broker-3', extra: 200_000 });
    c.createTopic('a', [[1, 3]]);
    c.intervene({ type: 'resetLink', from: 'broker-2', to: 'broker-3' })
      .intervene({ type: 'healLink', from: 'broker-2', to: 'broker-3' })
      .run(1);
    expect(c.broker(3).metadata.topics.map((topic) => topic.name)).toEqual(['a']);
    expect(c.broker(3).hosted).toHaveLength(1);
  });

  it('is dropped for a broker that has gone, and told in full to one that comes', () => {
    const c = new TestCluster().runTo(1).makeController(2);
    c.createTopic('a', [[1, 3]]);
    c.crash('broker-3').run(1);
    c.createTopic('b', [[1, 3]]);
    c.run(25);
    expect(c.broker(2).controller?.channels.map((channel) => channel.broker)).toEqual([1, 2]);
    c.start('broker-3').run(5);
    expect(c.broker(3).metadata.topics.map((topic) => topic.name)).toEqual(['a', 'b']);
    expect(c.broker(3).hosted).toHaveLength(2);
  });
});

describe('a broker that comes back between two looks of the controller', () => {
  it('has bounced: it is taken for dead and for new in one go', () => {
    const c = new TestCluster({ config: { 'auto.leader.rebalance.enable': 'false' } }).runTo(1).makeController(2);
    c.createTopic('a', [[1, 2, 3]]);
    c.run(1);
    // The controller cannot look while it is frozen; broker 1 ends its session cleanly and has another when it wakes.
    c.intervene({ type: 'freeze', node: 'broker-2' }).crash('broker-1').run(0.1);
    const session = c.znode('/brokers/ids/1')?.ephemeralOwner ?? -1;
    c.zk([{ op: 'delete', path: '/brokers/ids/1', version: -1 }]);
    expect(session).toBeGreaterThan(0);
    c.start('broker-1').run(2).intervene({ type: 'thaw', node: 'broker-2' }).run(2);
    expect(c.of('BrokersChanged').at(-1)?.args).toMatchObject({ joined: [], left: [], bounced: [1] });
    expect(c.state('a', 0)).toMatchObject({ leader: 2, leaderEpoch: 1 });
    expect(c.state('a', 0).isr).toContain(1);
  });
});

describe('a failover', () => {
  it('takes the longer the more partitions there are: all of them are read from ZooKeeper, ten at a time', () => {
    const took = [10, 200].map((partitions) => {
      const c = new TestCluster({ jitter: 0 }).runTo(1);
      const assignment = Array.from({ length: partitions }, (_, at) => [1 + (at % 3), 1 + ((at + 1) % 3)]);
      c.createTopic('t', assignment);
      c.run(1).zk([{ op: 'delete', path: '/controller', version: -1 }]);
      c.run(3);
      const elected = c.of('ControllerElected').at(-1)?.t ?? 0;
      return ((c.of('ControllerReady').at(-1)?.t ?? 0) - elected) / 1000;
    });
    // 2 ms a round trip: one more for each ten partitions.
    expect((took[1] ?? 0) - (took[0] ?? 0)).toBe(38);
  });

  it('does not look at partitions while nothing happens', () => {
    const c = new TestCluster({ config: { 'auto.leader.rebalance.enable': 'false' } }).runTo(1);
    c.createTopic(
      't',
      Array.from({ length: 50 }, () => [1, 2, 3]),
    );
    c.run(10);
    const before = c.broker(c.controller()).controller;
    c.run(100);
    expect(c.broker(c.controller()).controller).toBe(before);
  });
});
