import { describe, expect, it } from 'vitest';
import { sessionMachine } from '../../../src/sim/zookeeper/session-machine.ts';
import { toDirectedGraph } from 'xstate/graph';
import { negotiatedTimeout } from '../../../src/sim/zookeeper/sessions.ts';
import { TestCluster } from './support.ts';

describe('a session with ZooKeeper', () => {
  it('has a timeout between 2 and 20 ticks, whatever the client asks for', () => {
    expect(negotiatedTimeout(18_000, 3000)).toBe(18_000);
    expect(negotiatedTimeout(1000, 3000)).toBe(6000);
    expect(negotiatedTimeout(90_000, 3000)).toBe(60_000);
    const c = new TestCluster({ brokers: 1, config: { 'zookeeper.session.timeout.ms': '2000' } }).runTo(1);
    expect(c.of('SessionOpened')[0]?.args.timeoutMs).toBe(6000);
  });

  it('is kept alive by pings, one each third of its timeout, when nothing else is said', () => {
    const c = new TestCluster({ brokers: 1, config: { 'auto.leader.rebalance.enable': 'false' } }).runTo(100);
    const pings = c.of('RequestSent').filter((entry) => entry.args.api === 'ZkPingRequest' && entry.t > 10_000_000);
    const gaps = pings.slice(1).map((entry, at) => entry.t - (pings[at]?.t ?? 0));
    expect(new Set(gaps)).toEqual(new Set([6_000_000]));
    expect(c.of('SessionExpired')).toEqual([]);
  });

  it('expires when nothing was heard for the whole of it, and says what was heard last', () => {
    const c = new TestCluster({ brokers: 1 }).runTo(1);
    const heard = c.zookeeper().sessions[0];
    c.crash('broker-1').run(30);
    const [expired] = c.of('SessionExpired');
    expect(expired?.t).toBe(heard?.expiresAt);
    expect(expired?.causes).toEqual([heard?.heard]);
    expect(c.znode('/brokers/ids/1')).toBeNull();
    expect(c.znode('/controller')).toBeNull();
  });

  it('that is closed ends at once: a broker that stops is gone without a timeout', () => {
    const c = new TestCluster({ brokers: 2 }).runTo(1).stop('broker-1').run(1);
    expect(c.of('SessionClosed')).toHaveLength(1);
    expect(c.of('SessionExpired')).toEqual([]);
    expect(c.znode('/brokers/ids/1')).toBeNull();
    expect(c.of('ProcessExited')).toHaveLength(1);
  });

  it('goes on after its connection broke, within its timeout', () => {
    const c = new TestCluster({ brokers: 2 }).runTo(1);
    const { sessionId } = c.broker(1).zk;
    const epoch = c.broker(1).brokerEpoch;
    c.intervene({ type: 'resetLink', from: 'broker-1', to: 'zookeeper-1' }).run(0.1);
    expect(c.broker(1).zk.session.value).toBe('CONNECTING');
    c.run(5);
    expect(c.broker(1).zk).toMatchObject({ session: { value: 'CONNECTED' }, sessionId });
    expect(c.broker(1).brokerEpoch).toBe(epoch);
    expect(c.of('SessionOpened')).toHaveLength(2);
  });

  it('survives a crash of the server: every session has its full timeout again when it is back', () => {
    const c = new TestCluster({ brokers: 3 }).runTo(1);
    const controller = c.controller();
    c.crash('zookeeper-1').run(60);
    expect(c.of('SessionExpired')).toEqual([]);
    c.start('zookeeper-1').run(20);
    expect(c.of('SessionExpired')).toEqual([]);
    expect(c.controller()).toBe(controller);
    for (const id of [1, 2, 3]) expect(c.broker(id).zk.session.value).toBe('CONNECTED');
  });

  it('is unknown to a server whose disk was lost: brokers hear that it has expired', () => {
    const c = new TestCluster({ brokers: 1 }).runTo(1).crash('zookeeper-1', 'disk').run(1).start('zookeeper-1').run(10);
    expect(c.broker(1).zk.sessionId).toBe(1);
    expect(c.broker(1).waitingFor).toMatch(/\/brokers\/ids\/1/);
    expect(c.of('ControllerResigned')).toHaveLength(1);
  });

  it('is given up by a client that is cut off, and expires; the client learns it when it is back', () => {
    const c = new TestCluster({ brokers: 2 }).runTo(1);
    for (const [from, to] of [
      ['broker-1', 'zookeeper-1'],
      ['zookeeper-1', 'broker-1'],
    ] as const)
      c.intervene({ type: 'cutLink', from, to });
    c.run(40);
    expect(c.of('SessionExpired')).toHaveLength(1);
    expect(c.broker(1).zk.session.value).toBe('CONNECTING');
    for (const [from, to] of [
      ['broker-1', 'zookeeper-1'],
      ['zookeeper-1', 'broker-1'],
    ] as const)
      c.intervene({ type: 'healLink', from, to });
    c.run(40);
    expect(c.broker(1).zk.session.value).toBe('CONNECTED');
    expect(c.of('SessionOpened').at(-1)?.args.session).toBe(c.broker(1).zk.sessionId);
    expect(c.znode('/brokers/ids/1')?.ephemeralOwner).toBe(c.broker(1).zk.sessionId);
  });

  it('of a process that started before ZooKeeper comes about when ZooKeeper does', () => {
    const c = new TestCluster({ brokers: 1 }).runTo(0.0005).crash('zookeeper-1').run(10);
    expect(c.broker(1).zk.session.value).toBe('CONNECTING');
    c.start('zookeeper-1').run(5);
    expect(c.broker(1).lifecycle.value).toBe('RUNNING');
    expect(c.controller()).toBe(1);
  });

  it("has the states of ZooKeeper's client, and ends in CLOSED", () => {
    const edges = toDirectedGraph(sessionMachine).children.flatMap((state) =>
      state.edges.map((edge) => `${edge.source.key} ${edge.label.text} ${edge.target.key}`),
    );
    expect(edges.sort()).toEqual([
      'CONNECTED close CONNECTED',
      'CONNECTED closed CLOSED',
      'CONNECTED lost CONNECTING',
      'CONNECTING close CLOSED',
      'CONNECTING connected CONNECTING',
      'CONNECTING expired EXPIRED',
      'CONNECTING lost CONNECTING',
      'CONNECTING opened CONNECTED',
      'CONNECTING resumed CONNECTED',
      'CONNECTING retry CONNECTING',
      'EXPIRED close CLOSED',
      'EXPIRED open CONNECTING',
      'NOT_CONNECTED close CLOSED',
      'NOT_CONNECTED open CONNECTING',
    ]);
  });
});
