import { describe, expect, it } from 'vitest';
import type { Body } from '../../../src/sim/protocol/body.ts';
import type { ZkOp } from '../../../src/sim/protocol/zookeeper.ts';
import { TestCluster } from './support.ts';

/** ZooKeeper alone, with two clients that have sessions. */
function zooKeeper(): TestCluster {
  const c = new TestCluster({ brokers: 0 }).runTo(1);
  for (const who of ['admin', 'other'])
    c.ask(0, { type: 'ZkConnectRequest', sessionId: 0, timeOutMs: 30_000 }, 'ZkConnectResponse', who);
  return c;
}

function does(c: TestCluster, ops: readonly ZkOp[], who = 'other'): void {
  c.ask(-1, { type: 'ZkRequest', ops, multi: false }, 'ZkResponse', who);
}

const create = (path: string): ZkOp => ({ op: 'create', path, data: null, ephemeral: false, sequential: false });
const event = (name: string, path: string): Body => ({ type: 'ZkWatcherEvent', event: name, path }) as Body;

describe('a watch', () => {
  it('of a znode fires once: for the next change, and no other', () => {
    const c = zooKeeper();
    does(c, [create('/a')]);
    does(c, [{ op: 'getData', path: '/a', watch: true }], 'admin');
    does(c, [{ op: 'setData', path: '/a', data: 1, version: -1 }]);
    does(c, [{ op: 'setData', path: '/a', data: 2, version: -1 }]);
    expect(c.run(0.1).told()).toEqual([event('NodeDataChanged', '/a')]);
  });

  it('for a znode that is not there fires when it is created', () => {
    const c = zooKeeper();
    does(c, [{ op: 'exists', path: '/a', watch: true }], 'admin');
    does(c, [create('/a')]);
    expect(c.run(0.1).told()).toEqual([event('NodeCreated', '/a')]);
  });

  it('is not left by a read that found nothing, but by exists()', () => {
    const c = zooKeeper();
    does(
      c,
      [
        { op: 'getData', path: '/a', watch: true },
        { op: 'getChildren', path: '/a', watch: true },
      ],
      'admin',
    );
    expect(c.zookeeper().watches).toEqual([]);
  });

  it('of children fires when one is created or deleted, not when its data change', () => {
    const c = zooKeeper();
    does(c, [create('/a'), create('/a/b')]);
    does(c, [{ op: 'getChildren', path: '/a', watch: true }], 'admin');
    does(c, [{ op: 'setData', path: '/a/b', data: 1, version: -1 }]);
    expect(c.run(0.1).told()).toEqual([]);
    does(c, [{ op: 'delete', path: '/a/b', version: -1 }]);
    expect(c.run(0.1).told()).toEqual([event('NodeChildrenChanged', '/a')]);
  });

  it('set twice by one session is one', () => {
    const c = zooKeeper();
    does(c, [create('/a')]);
    for (let i = 0; i < 2; i++) does(c, [{ op: 'exists', path: '/a', watch: true }], 'admin');
    does(c, [{ op: 'delete', path: '/a', version: -1 }]);
    expect(c.run(0.1).told()).toEqual([event('NodeDeleted', '/a')]);
  });

  it('tells a client of its own change before the answer to it', () => {
    const c = zooKeeper();
    does(c, [{ op: 'exists', path: '/a', watch: true }], 'admin');
    does(c, [create('/a')], 'admin');
    const sent = c.entries.filter(
      (entry) =>
        entry.type === 'NotificationSent' || (entry.type === 'ResponseSent' && entry.args.api === 'ZkResponse'),
    );
    expect(sent.slice(-2).map((entry) => entry.type)).toEqual(['NotificationSent', 'ResponseSent']);
  });

  it('is asked for again after a reconnection, and what was missed is told', () => {
    const c = zooKeeper();
    does(c, [create('/a'), create('/b'), create('/c')]);
    does(
      c,
      [
        { op: 'exists', path: '/a', watch: true },
        { op: 'getData', path: '/b', watch: true },
        { op: 'getChildren', path: '/c', watch: true },
      ],
      'admin',
    );
    const { sessions, zxid } = c.zookeeper();
    const session = sessions[0]?.id ?? -1;
    c.intervene({ type: 'resetLink', from: 'admin', to: 'zookeeper-1' }).run(0.1);
    expect(c.zookeeper().watches).toEqual([]);
    does(c, [
      { op: 'delete', path: '/a', version: -1 },
      { op: 'setData', path: '/b', data: 1, version: -1 },
      create('/d'),
    ]);
    c.ask(0, { type: 'ZkConnectRequest', sessionId: session, timeOutMs: 30_000 }, 'ZkConnectResponse');
    const again = {
      type: 'ZkSetWatchesRequest',
      relativeZxid: zxid,
      dataWatches: ['/a', '/b'],
      existWatches: ['/d', '/e'],
      childWatches: ['/c'],
    } as const;
    c.ask(-1, again, 'ZkSetWatchesResponse');
    expect(c.told()).toEqual([event('NodeDeleted', '/a'), event('NodeDataChanged', '/b'), event('NodeCreated', '/d')]);
    expect(c.zookeeper().watches.map((watch) => `${watch.kind} ${watch.path}`)).toEqual(['children /c', 'data /e']);
  });
});
