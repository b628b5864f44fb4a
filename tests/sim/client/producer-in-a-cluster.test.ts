import { describe, expect, it } from 'vitest';
import { vecGet } from '../../../src/lib/vec.ts';
import type { ProducerState } from '../../../src/sim/client/state.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { Cluster, s, scenario, topic } from '../cluster/build.ts';
import { acknowledged, logged, numbered, one, producer, repeats } from './support/in-cluster.ts';

describe('a producer', () => {
  it('talks to every leader over a connection of its own, and to its bootstrap broker over one more', () => {
    const three = topic('rides', 3, 3, {
      assignment: [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ],
    });
    for (const acks of ['1', 'all']) {
      const config = { acks, 'bootstrap.servers': 'broker-1:9092' };
      const cluster = new Cluster(
        scenario({
          topics: [three],
          producers: [
            producer('p', 'rides', {
              startAt: s(3),
              config,
              program: { perTick: 6, keys: ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] },
            }),
          ],
        }),
      ).until(6);
      const p = nodeNamed(cluster.world, 'p')?.id;
      expect(
        cluster.entries('ConnectionOpened').filter(({ node }) => node === p),
        acks,
      ).toHaveLength(4);
      expect(new Set(cluster.entries('BatchSent').map(({ args }) => args.broker)), acks).toEqual(new Set([1, 2, 3]));
      // Its bootstrap broker dies. What the others lead goes on, with acks=all only when broker 1 has left their ISR.
      cluster.do(6, { type: 'crash', node: 'broker-1', kind: 'process' });
      const written = (from: number, to: number): Set<number> =>
        new Set(
          cluster
            .entries('RecordsAcknowledged')
            .filter(({ t }) => t > s(from) && t <= s(to))
            .map(({ args }) => args.partition),
        );
      cluster.until(8);
      expect(written(6.1, 8), acks).toEqual(acks === '1' ? new Set([1, 2]) : new Set());
      cluster.until(40);
      expect(written(30, 40), acks).toEqual(new Set([0, 1, 2]));
    }
  });

  it('puts each key where murmur2 puts it', () => {
    const three = topic('rides', 3, 1);
    const riders = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
    const run = (client: string): number[] => {
      const cluster = new Cluster(
        scenario({
          topics: [three],
          producers: [
            producer('p', 'rides', { client, startAt: s(3), program: { perTick: 6, count: 6, keys: riders } }),
          ],
        }),
      ).until(6);
      const at: number[] = [];
      for (const { args } of cluster.entries('RecordsAcknowledged'))
        for (const { key } of args.batch.records) at[riders.indexOf(key ?? '')] = args.partition;
      return at;
    };
    expect(run('java')).toEqual([0, 0, 2, 1, 2, 1]);
    expect(run('kafka-python')).toEqual([0, 0, 2, 1, 2, 1]);
    expect(run('kcat')).toEqual([2, 2, 2, 2, 0, 2]);
  });

  it('has an unknown topic created by asking for its metadata, if the brokers allow it (producer-053)', () => {
    const run = (allowed: boolean): Cluster =>
      new Cluster(
        scenario({
          config: {
            broker: { 'auto.create.topics.enable': String(allowed), 'num.partitions': '2' },
            producer: {},
            consumer: {},
          },
          producers: [
            producer('p', 'fresh', { startAt: s(3), config: { 'max.block.ms': '3000' }, program: { count: 5 } }),
          ],
        }),
      ).until(10);
    const created = run(true);
    expect(created.entries('TopicCreated').map(({ args }) => [args.topic, args.partitions.length])).toEqual([
      ['fresh', 2],
    ]);
    expect(acknowledged(created)).toEqual(numbered(5));
    const refused = run(false);
    expect(refused.entries('TopicCreated')).toEqual([]);
    expect(refused.entries('SendFailed')[0]?.args).toMatchObject({
      topic: 'fresh',
      error: 'TimeoutException',
      value: 'v0',
    });
  });

  it('begins its program anew after a crash, and its records have numbers of their own', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { startAt: s(2), program: { interval: s(0.1), count: 5 } })],
      }),
    );
    cluster.do(4, { type: 'crash', node: 'p', kind: 'process' }).do(5, { type: 'start', node: 'p' }).until(8);
    expect(logged(cluster, 1)).toEqual([...numbered(5), ...numbered(5)]);
    expect(cluster.entries('RecordsAcknowledged').map(({ args }) => args.first)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(cluster.entries('ProducerIdAssigned')).toHaveLength(2);
  });

  it('sends what lingers before it stops', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [
          producer('p', 'orders', { startAt: s(2), config: { 'linger.ms': '60000' }, program: { interval: s(0.1) } }),
        ],
      }),
    );
    cluster.do(4.05, { type: 'stop', node: 'p' }).until(6);
    expect(nodeNamed(cluster.world, 'p')?.status).toBe('down');
    expect(logged(cluster, 1)).toEqual(numbered(21));
  });

  it('goes on with its program under new settings', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { startAt: s(2), program: { interval: s(0.1), count: 40 } })],
      }),
    );
    cluster.do(4, { type: 'configureClient', node: 'p', config: { acks: '1' } }).until(8);
    expect(logged(cluster, 1)).toEqual(numbered(40));
    expect(
      cluster
        .entries('RecordsAcknowledged')
        .map(({ args }) => args.acks)
        .filter((acks, i, all) => acks !== all[i - 1]),
    ).toEqual([-1, 1]);
    expect((nodeNamed(cluster.world, 'p')?.state as ProducerState).settings).toMatchObject({
      acks: 1,
      idempotence: false,
    });
  });

  it('is refused with acks=all while too few replicas are in sync, and succeeds when they are back', () => {
    const strict = topic('orders', 1, 3, { assignment: [[1, 2, 3]], config: { 'min.insync.replicas': '3' } });
    const cluster = new Cluster(
      scenario({
        topics: [strict],
        producers: [producer('p', 'orders', { startAt: s(2), program: { interval: s(0.5) } })],
      }),
    );
    cluster.do(5, { type: 'crash', node: 'broker-3', kind: 'process' }).until(40);
    expect(cluster.entries('BatchRetried').some(({ args }) => args.error === 'NOT_ENOUGH_REPLICAS')).toBe(true);
    cluster.do(40, { type: 'start', node: 'broker-3' }).until(60);
    expect(cluster.entries('RecordsFailed')).toEqual([]);
    const last = cluster.entries('RecordsAcknowledged').at(-1);
    expect(last?.t).toBeGreaterThan(s(58));
    expect(repeats(logged(cluster, 1))).toBe(0);
  });

  it('fails its records after delivery.timeout.ms when nobody can take them', () => {
    const cluster = new Cluster(
      scenario({
        topics: [topic('orders', 1, 1, { assignment: [[1]] })],
        producers: [
          producer('p', 'orders', {
            startAt: s(2),
            config: { 'delivery.timeout.ms': '10000', 'request.timeout.ms': '5000' },
            program: { interval: s(1), count: 20 },
          }),
        ],
      }),
    );
    cluster.do(5.5, { type: 'crash', node: 'broker-1', kind: 'process' }).until(40);
    const failed = cluster.entries('RecordsFailed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { args } of failed) expect(args.error).toBe('TimeoutException');
    const told = acknowledged(cluster).length + failed.reduce((sum, { args }) => sum + args.count, 0);
    expect(told).toBe(20);
  });

  it('leaves nothing behind in the World when its records are done', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { startAt: s(2), program: { interval: s(0.1), count: 5 } })],
      }),
    ).until(6);
    const state = vecGet(cluster.world.nodes, nodeNamed(cluster.world, 'p')?.id ?? -1)?.state as ProducerState;
    expect(state).toMatchObject({ incomplete: 0, bufferUsed: 0, leaderless: [] });
    expect(state.destinations.every(({ pending }) => pending.length === 0)).toBe(true);
  });
});
