import { describe, expect, it } from 'vitest';
import { replicaView } from '../../../../src/sim/read/replicas.ts';
import { registrationOf } from '../../../../src/sim/read/controller.ts';
import { brokerView } from '../../../../src/sim/read/brokers.ts';
import { broker, Cluster, consumer, kraft, LAYOUTS, orders, producer, s, traffic } from './kraft-cluster.ts';

const HEARTBEAT = 2;
const SESSION = 9;

describe.each(LAYOUTS)("a broker's death in era $era with $roles roles", (layout) => {
  /**
   * The active controller of 3.9 looks when a session ends, that of 4.0 eight times in the length of one; a broker learns what was
   * committed with its next fetch, half a second later at most.
   */
  const SOON = layout.era === '4.0' ? 0.6 + SESSION / 8 : 0.6;
  const busy = kraft(layout, {
    // The quorum is the first three of five brokers where roles are combined: what dies here is no voter.
    brokerCount: 5,
    topics: [{ ...topicOn(5, 4, 3) }],
    producers: [producer('p', 'orders')],
    consumers: [consumer('c', ['orders'])],
  });

  it.each([1, 2])(
    'is seen when its session ends, not when its connections break: then the next in-sync replica leads (kraft-080, seed %i)',
    (seed) => {
      const cluster = new Cluster(busy, seed)
        .do(8, { type: 'crash', node: 'broker-5', kind: 'process' })
        .until(8 + SESSION - HEARTBEAT - 0.1);
      expect(cluster.entries('ConnectionLost').length).toBeGreaterThan(0);
      expect(orders(cluster.world).leader).toBe(5);
      cluster.until(8 + SESSION + SOON);
      const fenced = cluster.entries('BrokerFenced');
      expect(fenced.map(({ args }) => [args.broker, args.reason])).toEqual([[5, 'session']]);
      const { leader, leaderEpoch, isr, partitionEpoch } = orders(cluster.world);
      expect({ leader, leaderEpoch, isr, partitionEpoch }).toEqual({
        leader: 4,
        leaderEpoch: 1,
        isr: [4, 3],
        partitionEpoch: 1,
      });
      // Fencing, the ISR and the election are one batch of records: committed at the same instant.
      const elected = cluster.entries('LeaderElected').at(-1);
      expect(elected?.t).toBe(fenced[0]?.t);
      const before = traffic(cluster);
      cluster.until(8 + SESSION + 10);
      expect(traffic(cluster).acknowledged).toBeGreaterThan(before.acknowledged);
      expect(traffic(cluster).printed).toBe(traffic(cluster).acknowledged);
    },
  );

  it('leaves the leader epoch alone when a follower dies: only the partition epoch grows', () => {
    const cluster = new Cluster(busy)
      .do(8, { type: 'crash', node: 'broker-3', kind: 'process' })
      .until(8 + SESSION + SOON);
    const { leader, leaderEpoch, isr, partitionEpoch } = orders(cluster.world);
    expect({ leader, leaderEpoch, isr, partitionEpoch }).toEqual({
      leader: 5,
      leaderEpoch: 0,
      isr: [5, 4],
      partitionEpoch: 1,
    });
    expect(replicaView(cluster.world, 5, orders(cluster.world).id)?.isr).toEqual([5, 4]);
  });

  it('keeps it from registering again until the old session has ended; then it is fenced, catches up and rejoins (kraft-083)', () => {
    const cluster = new Cluster(busy)
      .do(8, { type: 'crash', node: 'broker-5', kind: 'process' })
      .do(9, { type: 'start', node: 'broker-5' })
      .until(12);
    const refused = cluster.entries('BrokerRegistrationRefused').filter(({ args }) => args.broker === 5);
    expect(refused.length).toBeGreaterThan(2);
    expect(new Set(refused.map(({ args }) => args.error))).toEqual(new Set(['DUPLICATE_BROKER_REGISTRATION']));
    // Each wait is twice the one before.
    const waits = refused.slice(1).map(({ t }, i) => t - (refused[i]?.t ?? 0));
    for (let i = 1; i < waits.length; i++) expect((waits[i] as number) / (waits[i - 1] as number)).toBeGreaterThan(1.7);
    expect(broker(cluster.world, 5).waitingFor).toContain('session of its last life');
    cluster.until(40);
    const registered = cluster.entries('BrokerRegistered').filter(({ args }) => args.broker === 5);
    expect(registered).toHaveLength(2);
    expect(registered[1]?.t).toBeGreaterThan(cluster.entries('BrokerFenced')[0]?.t ?? Infinity);
    expect(registered[1]?.args.brokerEpoch).toBeGreaterThan(registered[0]?.args.brokerEpoch ?? Infinity);
    expect(brokerView(cluster.world, 5)?.condition).toBe('running');
    expect([...orders(cluster.world).isr].sort()).toEqual([3, 4, 5]);
    expect(orders(cluster.world).leader).toBe(4);
    expect(traffic(cluster).printed).toBe(traffic(cluster).acknowledged);
  });

  it('is fenced but never unregistered', () => {
    const cluster = new Cluster(busy).do(8, { type: 'crash', node: 'broker-5', kind: 'power' }).until(30);
    expect(registrationOf(cluster.world, 5)).toBe('fenced');
    expect(brokerView(cluster.world, 5)).toMatchObject({ condition: 'unpowered', registered: false });
  });

  it('cuts what the others have not from its log when it comes back', () => {
    const alone = kraft(layout, {
      brokerCount: 5,
      topics: [topicOn(5, 4, 3)],
      producers: [producer('p', 'orders', { config: { acks: '1' }, program: { interval: s(0.05) } })],
    });
    const cluster = new Cluster(alone);
    // Only the leader's own records are lost: its followers are kept from them for a moment before it dies.
    cluster
      .do(8, { type: 'cutLink', from: 'broker-5', to: 'broker-4' })
      .do(8, { type: 'cutLink', from: 'broker-5', to: 'broker-3' });
    cluster.do(9, { type: 'crash', node: 'broker-5', kind: 'process' }).do(9, { type: 'healNetwork' });
    const { id } = orders(cluster.world);
    const written = replicaView(cluster.world, 5, id)?.logEndOffset ?? 0;
    const copied = replicaView(cluster.world, 4, id)?.logEndOffset ?? 0;
    expect(written).toBeGreaterThan(copied);
    cluster.do(25, { type: 'start', node: 'broker-5' }).until(45);
    expect(cluster.entries('LogTruncated').map(({ args }) => [args.broker, args.from, args.to])).toEqual([
      [5, written, copied],
    ]);
    expect(replicaView(cluster.world, 5, id)?.logEndOffset).toBe(replicaView(cluster.world, 4, id)?.logEndOffset);
    expect([...orders(cluster.world).isr].sort()).toEqual([3, 4, 5]);
  });
});

function topicOn(...replicas: number[]): ReturnType<typeof kraft>['topics'][number] {
  return { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [replicas], config: {} };
}
