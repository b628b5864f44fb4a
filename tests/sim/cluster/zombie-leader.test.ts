import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../../src/sim/intervention.ts';
import { Cluster, producer, scenario, topic } from './build.ts';

const orders = topic('orders', 1, 3, { assignment: [[1, 2, 3]] });
const ZOMBIE = 1;

/** Broker 1 leads and knows only one client; it is cut off from ZooKeeper and its fellows until `heal`, in seconds. */
function zombie(acks: string, heal = 40): Cluster {
  const others = ['zookeeper-1', 'broker-2', 'broker-3'];
  const apart: Intervention = { type: 'partitionNetwork', islands: [['broker-1', 'p'], others] };
  const cluster = new Cluster(
    scenario({
      brokerCount: 3,
      topics: [orders],
      producers: [
        producer('p', 'orders', { config: { acks, 'enable.idempotence': 'false', 'metadata.max.age.ms': '300000' } }),
      ],
    }),
  );
  return cluster
    .do(5, apart)
    .do(heal, { type: 'healNetwork' })
    .until(heal + 30);
}

const elected = (cluster: Cluster) => cluster.entries('LeaderElected').find(({ args }) => args.previous === ZOMBIE);

describe('a leader that does not know that it was replaced', () => {
  it('takes acks=1 records on and acknowledges them after another leader was elected', () => {
    const cluster = zombie('1');
    const change = elected(cluster);
    expect(change?.args.leader).toBe(2);
    const late = cluster
      .entries('RecordsAppended')
      .filter(({ t, args }) => args.broker === ZOMBIE && t > (change?.t ?? 0) && args.leaderEpoch === 0);
    expect(late.length).toBeGreaterThan(50);
    const acknowledged = cluster
      .entries('RecordsAcknowledged')
      .filter(({ t }) => t > (change?.t ?? 0) && t < 40_000_000);
    expect(acknowledged.length).toBeGreaterThan(50);
  });

  it('acknowledges nothing with acks=all, since nobody else is in its reach and its ISR cannot shrink', () => {
    // Long enough for its followers to lag by replica.lag.time.max.ms.
    const cluster = zombie('all', 60);
    const cutOff = cluster.entries('RecordsAcknowledged').filter(({ t }) => t > 5_010_000 && t < 60_000_000);
    expect(cutOff).toEqual([]);
    const proposed = cluster.entries('IsrChangeProposed').filter(({ args }) => args.broker === ZOMBIE);
    expect(proposed.length).toBeGreaterThan(0);
    // Until it hears of its successor nobody has agreed, so the ISR that it goes by stays whole.
    expect(cluster.entries('IsrChanged').filter(({ t, args }) => args.broker === ZOMBIE && t < 60_000_000)).toEqual([]);
  });

  it('is fenced when it is back: it follows in the new epoch and cuts off what it alone had', () => {
    const cluster = zombie('1');
    const follows = cluster
      .entries('FollowerStarted')
      .filter(({ t, args }) => t > 40_000_000 && args.broker === ZOMBIE);
    expect(follows.at(-1)?.args).toMatchObject({ leader: 2, leaderEpoch: 1 });
    const cuts = cluster.entries('LogTruncated').filter(({ args }) => args.broker === ZOMBIE);
    expect(cuts.length).toBe(1);
    expect((cuts[0]?.args.from ?? 0) - (cuts[0]?.args.to ?? 0)).toBeGreaterThan(50);
  });

  it('frozen instead of cut off, it serves on for a moment after it is thawed, and then learns that its session is over', () => {
    const cluster = new Cluster(
      scenario({ topics: [orders], producers: [producer('p', 'orders', { config: { acks: '1' } })] }),
    );
    cluster.do(5, { type: 'freeze', node: 'broker-1' }).do(40, { type: 'thaw', node: 'broker-1' }).until(60);
    expect(elected(cluster)?.args.leader).toBe(2);
    const late = cluster.entries('RecordsAppended').filter(({ t, args }) => t >= 40_000_000 && args.broker === ZOMBIE);
    expect(late.map(({ args }) => args.leaderEpoch)).toEqual(late.map(() => 0));
    expect(late.length).toBeGreaterThan(0);
    expect(cluster.entries('FollowerStarted').some(({ t, args }) => t > 40_000_000 && args.broker === ZOMBIE)).toBe(
      true,
    );
    expect(cluster.entries('LogTruncated').some(({ args }) => args.broker === ZOMBIE)).toBe(true);
  });
});
