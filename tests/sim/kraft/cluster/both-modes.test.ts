import { describe, expect, it } from 'vitest';
import { eachRecord } from '../../../../src/sim/read/log.ts';
import { replicaView } from '../../../../src/sim/read/replicas.ts';
import { Cluster, consumer, kraft, orders, producer, s, topic, traffic } from './kraft-cluster.ts';

const COUNT = 200;

/** The same scenario in either mode: only what keeps the metadata differs. */
function cluster(mode: 'zookeeper' | 'kraft', seed: number): Cluster {
  const given = kraft(
    { era: '3.9', roles: 'separate' },
    {
      topics: [topic('orders', 1, 3, { assignment: [[2, 3, 1]] })],
      producers: [producer('p', 'orders', { startAt: s(4), program: { count: COUNT } })],
      consumers: [consumer('c', ['orders'], { startAt: s(4) })],
    },
  );
  return new Cluster({ ...given, mode }, seed);
}

function values(run: Cluster, broker: number): string[] {
  const all: string[] = [];
  const log = replicaView(run.world, broker, orders(run.world).id)?.log;
  if (log !== undefined)
    eachRecord(log, log.logStartOffset, log.logEndOffset, ({ record }) => all.push(record.value ?? ''));
  return all;
}

describe.each([1, 2, 3])('the same scenario and seed in both modes (seed %i)', (seed) => {
  it('has the same records acknowledged, in the same order, and printed', () => {
    const [a, b] = [cluster('zookeeper', seed).until(40), cluster('kraft', seed).until(40)];
    expect(traffic(a)).toEqual({ acknowledged: COUNT, printed: COUNT });
    expect(traffic(b)).toEqual(traffic(a));
    expect(values(b, 2)).toEqual(values(a, 2));
    expect(orders(b.world)).toMatchObject({ leader: 2, leaderEpoch: 0, isr: [2, 3, 1] });
    expect(orders(a.world)).toMatchObject({ leader: 2, leaderEpoch: 0, isr: [2, 3, 1] });
  });

  it('has the same next leader when the leader dies, later by ZooKeeper: 18 seconds of session against 9', () => {
    const died = (mode: 'zookeeper' | 'kraft'): Cluster =>
      cluster(mode, seed).do(10, { type: 'crash', node: 'broker-2', kind: 'process' }).until(60);
    const [a, b] = [died('zookeeper'), died('kraft')];
    const elected = (run: Cluster): number =>
      (run.entries('LeaderElected').find(({ args }) => args.previous === 2)?.t ?? 0) - s(10);
    for (const run of [a, b]) expect(orders(run.world)).toMatchObject({ leader: 3, leaderEpoch: 1, isr: [3, 1] });
    // Heard of last up to a ping (a third of the session) or a heartbeat before.
    expect(elected(a)).toBeGreaterThan(s(12 - 0.1));
    expect(elected(a)).toBeLessThan(s(18.1));
    expect(elected(b)).toBeGreaterThan(s(7 - 0.1));
    expect(elected(b)).toBeLessThan(s(9.1));
    expect(traffic(b)).toEqual({ acknowledged: COUNT, printed: COUNT });
    expect(traffic(a)).toEqual(traffic(b));
  });

  it('raises the leader epoch for a lost follower in ZooKeeper mode only', () => {
    const died = (mode: 'zookeeper' | 'kraft'): Cluster =>
      cluster(mode, seed).do(10, { type: 'crash', node: 'broker-1', kind: 'process' }).until(40);
    const [a, b] = [died('zookeeper'), died('kraft')];
    expect(orders(a.world)).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(orders(b.world)).toMatchObject({ leader: 2, leaderEpoch: 0, isr: [2, 3] });
  });
});
