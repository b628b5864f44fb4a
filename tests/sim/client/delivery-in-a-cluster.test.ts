import { describe, expect, it } from 'vitest';
import { Cluster, consumer, s, scenario } from '../cluster/build.ts';
import { acknowledged, logged, numbered, one, printed, producer, repeats } from './support/in-cluster.ts';

describe('a connection that breaks before the acknowledgement', () => {
  /** 200 records at 5 ms, on a network of 10 ms a hop: several requests are in flight when the connection is reset at 5 s. */
  const run = (config: { readonly [name: string]: string }, era: '2.8' | '3.9' = '3.9'): Cluster => {
    const cluster = new Cluster(
      scenario({
        era,
        topics: [one],
        network: { latency: 10_000, jitter: 500 },
        producers: [producer('p', 'orders', { startAt: s(4), config, program: { interval: s(0.005), count: 400 } })],
      }),
    );
    return cluster.do(5, { type: 'resetLink', from: 'p', to: 'broker-1' }).until(20);
  };

  it('lets records be stored twice, and out of order, without idempotence (producer-062, producer-074)', () => {
    for (const acks of ['1', 'all']) {
      const cluster = run({ acks, 'enable.idempotence': 'false' });
      const log = logged(cluster, 1);
      expect(cluster.entries('BatchRetried').length).toBeGreaterThan(1);
      expect(repeats(log), acks).toBeGreaterThan(0);
      expect([...new Set(log)].sort(), acks).toEqual([...numbered(400)].sort());
      expect([...new Set(log)], acks).not.toEqual(numbered(400));
      expect([...acknowledged(cluster)].sort(), acks).toEqual([...numbered(400)].sort());
    }
  });

  it('stores each record once, in order, with idempotence (producer-061, producer-074)', () => {
    for (const [config, era] of [
      [{}, '3.9'],
      [{ 'enable.idempotence': 'true' }, '2.8'],
    ] as const) {
      const cluster = run(config, era);
      expect(cluster.entries('BatchRetried').length).toBeGreaterThan(1);
      expect(cluster.entries('DuplicateBatch').length).toBeGreaterThan(0);
      expect(logged(cluster, 1)).toEqual(numbered(400));
      expect(acknowledged(cluster)).toEqual(numbered(400));
    }
  });

  it('loses what was on its way with acks=0, and nobody is told', () => {
    const cluster = run({ acks: '0' });
    expect(acknowledged(cluster)).toHaveLength(400);
    expect(cluster.entries('RecordsFailed')).toEqual([]);
    expect(cluster.entries('BatchRetried')).toEqual([]);
    expect(logged(cluster, 1).length).toBeLessThan(400);
    expect(repeats(logged(cluster, 1))).toBe(0);
  });
});

describe('a leader that crashes', () => {
  const run = (config: { readonly [name: string]: string }, at = 5): Cluster =>
    new Cluster(
      scenario({
        topics: [one],
        network: { latency: 5000, jitter: 500 },
        producers: [producer('p', 'orders', { startAt: s(4), config, program: { interval: s(0.004), count: 600 } })],
        consumers: [consumer('c', ['orders'], { startAt: s(4) })],
      }),
    )
      .do(at, { type: 'crash', node: 'broker-1', kind: 'process' })
      .until(60);

  it('costs acknowledged records with acks=1', () => {
    // An acknowledgement may be under way at one instant and not at the next.
    let lost = 0;
    for (const at of [5, 5.002, 5.004, 5.006]) {
      const cluster = run({ acks: '1' }, at);
      const kept = new Set(logged(cluster, 2));
      lost += acknowledged(cluster).filter((value) => !kept.has(value)).length;
      expect(cluster.entries('RecordsFailed')).toEqual([]);
    }
    expect(lost).toBeGreaterThan(0);
  });

  it('costs none with acks=all, and with idempotence none is there twice', () => {
    const cluster = run({});
    expect(logged(cluster, 2)).toEqual(numbered(600));
    expect(acknowledged(cluster)).toEqual(numbered(600));
  });

  it('is left for the new one: the producer and the consumer find it by metadata and go on', () => {
    const cluster = run({});
    const elected = cluster.entries('LeaderElected').find(({ args }) => args.election === 'offline');
    const sentTo = cluster.entries('BatchSent').map(({ t, args: { broker } }) => [t, broker] as const);
    const firstToNew = sentTo.find(([, broker]) => broker === 2);
    expect(firstToNew?.[0]).toBeGreaterThan(elected?.t ?? 0);
    expect((firstToNew?.[0] ?? 0) - (elected?.t ?? 0)).toBeLessThan(s(1.5));
    // It reads on where it was: no reset, nothing twice.
    expect(cluster.entries('PositionReset')).toHaveLength(1);
    expect(printed(cluster, 'c')).toEqual(numbered(600));
  });
});
