import { describe, expect, it } from 'vitest';
import { replicaView } from '../../../../src/sim/read/replicas.ts';
import { registrationOf } from '../../../../src/sim/read/controller.ts';
import { brokerView } from '../../../../src/sim/read/brokers.ts';
import { activeController, broker, Cluster, kraft, LAYOUTS, orders, producer, s } from './kraft-cluster.ts';

/** The leader and the first follower are no voters, whatever the layout. */
const LED = { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[4, 5, 1]], config: {} };

describe.each(LAYOUTS)('a leader that the controllers do not reach, in era $era with $roles roles', (layout) => {
  const given = kraft(layout, {
    brokerCount: 5,
    topics: [LED],
    producers: [
      producer('safe', 'orders', {
        config: { 'bootstrap.servers': 'broker-4:9092' },
        program: { values: ['safe {n}'] },
      }),
      producer('hasty', 'orders', {
        config: { acks: '1', 'bootstrap.servers': 'broker-4:9092', 'enable.idempotence': 'false' },
        program: { values: ['hasty {n}'] },
      }),
    ],
  });
  const cutOff = (): Cluster => {
    const cluster = new Cluster(given).until(8);
    for (const name of voters(cluster)) {
      cluster.do(8, { type: 'cutLink', from: 'broker-4', to: name });
      cluster.do(8, { type: 'cutLink', from: name, to: 'broker-4' });
    }
    return cluster;
  };

  it('goes on as if it led: it does not know that it is fenced and replaced', () => {
    const cluster = cutOff().until(30);
    expect(registrationOf(cluster.world, 4)).toBe('fenced');
    expect(orders(cluster.world)).toMatchObject({ leader: 5, leaderEpoch: 1 });
    const { id } = orders(cluster.world);
    expect(brokerView(cluster.world, 4)).toMatchObject({ condition: 'running', lifecycle: 'RUNNING' });
    expect(replicaView(cluster.world, 4, id)).toMatchObject({ role: 'leader', leaderEpoch: 0 });
    expect(replicaView(cluster.world, 5, id)).toMatchObject({ role: 'leader', leaderEpoch: 1 });
  });

  it('acknowledges nothing with acks=all from then on: its followers fetch elsewhere, and it cannot shrink its ISR', () => {
    const cluster = cutOff().until(30);
    const mark = replicaView(cluster.world, 4, orders(cluster.world).id)?.highWatermark;
    cluster.until(58);
    const { id } = orders(cluster.world);
    const zombie = replicaView(cluster.world, 4, id);
    expect(zombie?.highWatermark).toBe(mark);
    expect(zombie?.logEndOffset).toBeGreaterThan((mark ?? 0) + 100);
    // It proposes to, of course, but the proposal reaches nobody.
    expect(cluster.entries('IsrUpdated').filter(({ args }) => args.by === 'leader')).toEqual([]);
  });

  it('follows when it hears of the new leader, and what it alone had is gone, also if acks=1 had said it was there', () => {
    const cluster = cutOff().do(40, { type: 'healNetwork' }).until(75);
    expect(cluster.entries('LogTruncated').map(({ args }) => args.broker)).toEqual([4]);
    const [cut] = cluster.entries('LogTruncated');
    const lost = cluster
      .entries('RecordsAcknowledged')
      .filter(({ t, args }) => args.acks === 1 && t < (cut?.t ?? 0) && args.baseOffset >= (cut?.args.to ?? 0));
    expect(lost.length).toBeGreaterThan(0);
    const safe = cluster
      .entries('RecordsAcknowledged')
      .filter(({ t, args }) => args.acks === -1 && t < (cut?.t ?? 0) && args.baseOffset >= (cut?.args.to ?? 0));
    // Those of acks=all that lie beyond were acknowledged by the new leader.
    const elected = cluster.entries('LeaderElected').find(({ args }) => args.leaderEpoch === 1);
    for (const { t } of safe) expect(t).toBeGreaterThan(elected?.t ?? Infinity);
    expect(registrationOf(cluster.world, 4)).toBe('active');
    expect([...orders(cluster.world).isr].sort()).toEqual([1, 4, 5]);
    const { id } = orders(cluster.world);
    expect(replicaView(cluster.world, 4, id)?.logEndOffset).toBe(replicaView(cluster.world, 5, id)?.logEndOffset);
  });
});

describe('a broker that finds no controller', () => {
  it('waits a minute for its registration, and then gives up', () => {
    const given = kraft({ era: '3.9', roles: 'separate' });
    const cluster = new Cluster(given);
    for (const id of [101, 102, 103]) cluster.do(0, { type: 'freeze', node: `controller-${id}` });
    cluster.until(59);
    expect(broker(cluster.world, 1).lifecycle.value).toBe('STARTING');
    cluster.until(61);
    expect(brokerView(cluster.world, 1)?.condition).toBe('crashed');
    expect(cluster.entries('ProcessExited').map(({ t }) => t)).toEqual([s(60), s(60), s(60)]);
  });

  it('tries again with longer and longer waits, up to a session', () => {
    const cluster = new Cluster(kraft({ era: '3.9', roles: 'separate' })).until(8);
    const active = activeController(cluster);
    cluster.do(8, {
      type: 'partitionNetwork',
      islands: [['broker-1'], ['controller-101', 'controller-102', 'controller-103']],
    });
    expect(active).toMatch(/controller/);
    cluster.until(50);
    const { registration } = broker(cluster.world, 1).kraft ?? {};
    expect(registration?.failures).toBeGreaterThan(3);
    cluster.do(50, { type: 'healNetwork' }).until(70);
    expect(broker(cluster.world, 1).kraft?.registration.failures).toBe(0);
    expect(registrationOf(cluster.world, 1)).toBe('active');
  });
});

function voters({ world: { setup } }: Cluster): readonly string[] {
  return setup.voters.map(({ id, node }) => (setup.nodeOfBroker.includes(node) ? `broker-${id}` : `controller-${id}`));
}
