import { describe, expect, it } from 'vitest';
import { vecGet } from '../../../src/lib/vec.ts';
import type { BrokerState } from '../../../src/sim/broker/state.ts';
import { zookeeperView } from '../../../src/sim/read/zookeeper.ts';
import { zooKeeperState } from '../../../src/sim/read/znodes.ts';
import type { ZooKeeperState } from '../../../src/sim/zookeeper/state.ts';
import { Cluster, producer, scenario, topic } from '../cluster/build.ts';

const orders = topic('orders', 2, 3);

function ensemble(servers: number, seed = 1): Cluster {
  const given = scenario({ zookeeper: { servers }, topics: [orders], seed });
  return new Cluster({ ...given, producers: [producer('p', 'orders', { config: { acks: 'all' } })] });
}

const roles = (c: Cluster): string[] =>
  (zookeeperView(c.world)?.servers ?? []).map(({ role, up }) => (up ? role : 'down'));
const serverNamed = (c: Cluster, role: string): string =>
  zookeeperView(c.world)?.servers.find((server) => server.role === role && server.up)?.name ?? 'nobody';
const serverState = (c: Cluster, at: number): ZooKeeperState => vecGet(c.world.nodes, at)?.state as ZooKeeperState;
const registered = (c: Cluster): readonly number[] => zookeeperView(c.world)?.ids ?? [];
const broker = (c: Cluster, id: number): BrokerState =>
  vecGet(c.world.nodes, c.world.setup.nodeOfBroker[id] as number)?.state as BrokerState;

describe('an ensemble of ZooKeeper servers', () => {
  it.each([3, 5])('of %i elects one leader, the others follow, and a cluster boots on it', (servers) => {
    const c = ensemble(servers).until(5);
    expect(roles(c).filter((role) => role === 'leader')).toHaveLength(1);
    expect(roles(c).filter((role) => role === 'follower')).toHaveLength(servers - 1);
    expect(registered(c)).toEqual([1, 2, 3]);
    expect(c.entries('RecordsAcknowledged').length).toBeGreaterThan(10);
  });

  it('has the same znodes and sessions on every server', () => {
    const c = ensemble(3).until(20);
    const [first, ...others] = [0, 1, 2].map((at) => serverState(c, at));
    for (const other of others) {
      expect(other.root).toEqual(first?.root);
      expect(other.zxid).toBe(first?.zxid);
      expect(other.sessions.map(({ id, client, ephemerals }) => [id, client, ephemerals])).toEqual(
        first?.sessions.map(({ id, client, ephemerals }) => [id, client, ephemerals]),
      );
    }
  });

  it('goes on without a follower; its clients move to another server and keep their sessions', () => {
    const c = ensemble(3).until(10);
    const follower = serverNamed(c, 'follower');
    const sessions = (): unknown => [1, 2, 3].map((id) => broker(c, id).zk.sessionId);
    const before = sessions();
    c.do(10, { type: 'crash', node: follower, kind: 'process' }).until(60);
    expect(c.entries('SessionExpired')).toEqual([]);
    expect(sessions()).toEqual(before);
    expect([1, 2, 3].map((id) => broker(c, id).zk.session.value)).toEqual(['CONNECTED', 'CONNECTED', 'CONNECTED']);
  });

  it('elects another leader when its leader dies, in a later epoch, and sessions go on', () => {
    const c = ensemble(3).until(10);
    const leader = serverNamed(c, 'leader');
    const epoch = Math.floor((zooKeeperState(c.world)?.zxid ?? 0) / 2 ** 32);
    c.do(10, { type: 'crash', node: leader, kind: 'process' }).until(40);
    expect(serverNamed(c, 'leader')).not.toBe(leader);
    expect(Math.floor((zooKeeperState(c.world)?.zxid ?? 0) / 2 ** 32)).toBe(epoch + 1);
    expect(c.entries('SessionExpired')).toEqual([]);
    expect(registered(c)).toEqual([1, 2, 3]);
    c.do(40, { type: 'start', node: leader }).until(50);
    expect(roles(c).sort()).toEqual(['follower', 'follower', 'leader']);
    expect(serverState(c, 0).root).toEqual(serverState(c, 2).root);
  });

  it('without a quorum takes no writes and lets no session expire; when the quorum is back, the silent one expires', () => {
    const c = ensemble(3).until(10);
    for (const node of ['zookeeper-1', 'zookeeper-2']) c.do(10, { type: 'crash', node, kind: 'process' });
    c.do(10, { type: 'crash', node: 'broker-3', kind: 'process' }).until(90);
    expect(roles(c)).toEqual(['down', 'down', 'looking']);
    expect(c.entries('SessionExpired')).toEqual([]);
    expect(registered(c)).toEqual([1, 2, 3]);
    const written = c.entries('ZnodeChanged').length + c.entries('ZnodeCreated').length;
    c.do(90, { type: 'start', node: 'zookeeper-1' }).until(130);
    expect(c.entries('SessionExpired').map(({ args }) => args.client)).toEqual([c.world.setup.nodeOfBroker[3]]);
    expect(registered(c)).toEqual([1, 2]);
    expect(c.entries('ZnodeChanged').length + c.entries('ZnodeCreated').length).toBeGreaterThan(written);
  });

  it('a leader that is cut off from the others serves nobody once it has not heard a quorum for syncLimit ticks', () => {
    const c = ensemble(3).until(10);
    const leader = serverNamed(c, 'leader');
    const others = ['zookeeper-1', 'zookeeper-2', 'zookeeper-3'].filter((name) => name !== leader);
    c.do(10, { type: 'partitionNetwork', islands: [[leader], others] }).until(45);
    const old = zookeeperView(c.world)?.servers.find(({ name }) => name === leader);
    expect(old).toMatchObject({ role: 'looking', serving: false });
    expect(others).toContain(serverNamed(c, 'leader'));
    c.do(45, { type: 'healNetwork' }).until(60);
    expect(roles(c).sort()).toEqual(['follower', 'follower', 'leader']);
  });

  it('a frozen leader is replaced, and follows when it goes on', () => {
    const c = ensemble(5).until(10);
    const leader = serverNamed(c, 'leader');
    c.do(10, { type: 'freeze', node: leader }).until(50);
    expect(zookeeperView(c.world)?.servers.filter(({ role, up }) => role === 'leader' && up)).toHaveLength(1);
    c.do(50, { type: 'thaw', node: leader }).until(80);
    expect(roles(c).sort()).toEqual(['follower', 'follower', 'follower', 'follower', 'leader']);
    expect(serverNamed(c, 'leader')).not.toBe(leader);
  });

  it('keeps what was agreed whichever servers crash, one after another', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const c = ensemble(3, seed).until(10);
      for (let at = 10; at < 70; at += 20) {
        const node = `zookeeper-${((at / 10 + seed) % 3) + 1}`;
        c.do(at, { type: 'crash', node, kind: 'process' }).do(at + 8, { type: 'start', node });
      }
      c.until(110);
      expect(roles(c).sort()).toEqual(['follower', 'follower', 'leader']);
      expect(registered(c)).toEqual([1, 2, 3]);
      for (const at of [1, 2]) expect(serverState(c, at).root).toEqual(serverState(c, 0).root);
      expect(c.entries('SessionExpired')).toEqual([]);
    }
  });
});
