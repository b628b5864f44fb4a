import { describe, expect, it } from 'vitest';
import { replicaView } from '../../../../src/sim/read/replicas.ts';
import { registrationOf } from '../../../../src/sim/read/controller.ts';
import { broker, Cluster, kraft, LAYOUTS, orders, producer, s } from './kraft-cluster.ts';

const LAG = 30;

/** Broker 4 leads, 5 and 1 follow: with combined roles neither the leader nor the first follower is a voter. */
const LED = { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[4, 5, 1]], config: {} };

describe.each(LAYOUTS)('in-sync replicas in era $era with $roles roles', (layout) => {
  const given = kraft(layout, { brokerCount: 5, topics: [LED], producers: [producer('p', 'orders')] });

  it('loses a follower that its leader does not hear of, though its heartbeats go on; the leader proposes it (AlterPartition)', () => {
    const cluster = new Cluster(given)
      .do(8, { type: 'cutLink', from: 'broker-5', to: 'broker-4' })
      .until(8 + LAG * 1.5 + 1);
    expect(registrationOf(cluster.world, 5)).toBe('active');
    expect(cluster.entries('BrokerFenced')).toEqual([]);
    const proposed = cluster.entries('IsrChangeProposed');
    expect(proposed.map(({ args }) => [args.broker, args.change, args.newIsr])).toEqual([[4, 'shrink', [4, 1]]]);
    expect((proposed[0]?.t ?? 0) - s(8)).toBeGreaterThan(s(LAG - 1));
    const { isr, leaderEpoch, partitionEpoch } = orders(cluster.world);
    expect({ isr, leaderEpoch, partitionEpoch }).toEqual({ isr: [4, 1], leaderEpoch: 0, partitionEpoch: 1 });
    expect(replicaView(cluster.world, 4, orders(cluster.world).id)).toMatchObject({ isr: [4, 1], leaderEpoch: 0 });
  });

  it('takes it back when it has caught up, in the same leader epoch', () => {
    const cluster = new Cluster(given)
      .do(8, { type: 'cutLink', from: 'broker-5', to: 'broker-4' })
      .do(60, { type: 'healNetwork' })
      .until(100);
    const { isr, leaderEpoch, partitionEpoch } = orders(cluster.world);
    expect({ isr, leaderEpoch, partitionEpoch }).toEqual({ isr: [4, 1, 5], leaderEpoch: 0, partitionEpoch: 2 });
    const { id } = orders(cluster.world);
    expect(replicaView(cluster.world, 5, id)?.logEndOffset).toBe(replicaView(cluster.world, 4, id)?.logEndOffset);
    expect(cluster.entries('LeaderStarted')).toHaveLength(1);
  });

  it('does not take back a follower that is fenced, however far it has read: only when it is unfenced', () => {
    // The controllers do not hear of broker 5, its leader does.
    const cut = controllers(layout.roles).map((to) => ({ type: 'cutLink', from: 'broker-5', to }) as const);
    const cluster = new Cluster(given);
    for (const intervention of cut) cluster.do(8, intervention);
    cluster.until(8 + 9 + 1);
    expect(registrationOf(cluster.world, 5)).toBe('fenced');
    expect(orders(cluster.world).isr).toEqual([4, 1]);
    cluster.until(40);
    const { id } = orders(cluster.world);
    // It fetches on from the leader, whom it can reach.
    const behind =
      (replicaView(cluster.world, 4, id)?.logEndOffset ?? 0) - (replicaView(cluster.world, 5, id)?.logEndOffset ?? 0);
    expect(behind).toBeLessThan(3);
    expect(orders(cluster.world).isr).toEqual([4, 1]);
    expect(cluster.entries('IsrChangeProposed')).toEqual([]);
    cluster.do(40, { type: 'healNetwork' }).until(60);
    expect(registrationOf(cluster.world, 5)).toBe('active');
    expect(orders(cluster.world).isr).toEqual([4, 1, 5]);
    // Its process and its registration are the same as before.
    expect(cluster.entries('BrokerRegistered').filter(({ args }) => args.broker === 5)).toHaveLength(1);
    expect(broker(cluster.world, 5).lifecycle.value).toBe('RUNNING');
  });
});

/** Names of the voters' processes. */
function controllers(roles: 'separate' | 'combined'): readonly string[] {
  return roles === 'separate'
    ? ['controller-101', 'controller-102', 'controller-103']
    : ['broker-1', 'broker-2', 'broker-3'];
}
