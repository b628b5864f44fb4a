import { describe, expect, it } from 'vitest';
import type { ConsumerState } from '../../../src/sim/client/state.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { replicaView } from '../../../src/sim/read/replicas.ts';
import { Cluster, consumer, s, scenario, topic } from '../cluster/build.ts';
import { logged, numbered, one, printed, producer } from './support/in-cluster.ts';

describe('a consumer', () => {
  it('reads up to the high watermark, and what lies above it not before it is committed', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { config: { acks: '1' } })],
        consumers: [consumer('c', ['orders'])],
      }),
    );
    cluster.do(3, { type: 'freeze', node: 'broker-2' }).do(3, { type: 'freeze', node: 'broker-3' }).until(8);
    const leader = replicaView(cluster.world, 1, 0);
    expect(leader?.logEndOffset).toBeGreaterThan((leader?.highWatermark ?? 0) + 30);
    expect(printed(cluster, 'c')).toHaveLength(leader?.highWatermark ?? -1);
    cluster.do(8, { type: 'thaw', node: 'broker-2' }).do(8, { type: 'thaw', node: 'broker-3' }).until(10);
    expect(printed(cluster, 'c').length).toBeGreaterThan(60);
    expect(printed(cluster, 'c')).toEqual(logged(cluster, 1).slice(0, printed(cluster, 'c').length));
  });

  it('starts at the end by default, and at the beginning with earliest, however often it starts', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [
          producer('p', 'orders', { startAt: s(2), program: { interval: s(0.1), count: 6 } }),
          producer('q', 'orders', { startAt: s(10), program: { interval: s(0.1), count: 4, values: ['w{n}'] } }),
        ],
        consumers: [
          consumer('late', ['orders'], { startAt: s(5), config: {} }),
          consumer('all', ['orders'], { startAt: s(5) }),
        ],
      }),
    ).until(15);
    expect(printed(cluster, 'late')).toEqual(['w0', 'w1', 'w2', 'w3']);
    expect(printed(cluster, 'all')).toHaveLength(10);
    cluster.do(15, { type: 'crash', node: 'all', kind: 'process' }).do(16, { type: 'start', node: 'all' });
    cluster.do(16, { type: 'stop', node: 'late' }).do(17, { type: 'start', node: 'late' }).until(20);
    expect(printed(cluster, 'all')).toHaveLength(20);
    expect(printed(cluster, 'late')).toHaveLength(4);
  });

  it('seeks back and reads again', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { program: { interval: s(0.1), count: 10 } })],
        consumers: [consumer('c', ['orders'])],
      }),
    ).until(5);
    cluster.do(5, { type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 7 }).until(6);
    cluster.do(6, { type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 'beginning' }).until(7);
    cluster.do(7, { type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 'end' }).until(8);
    expect(printed(cluster, 'c')).toEqual([...numbered(10), ...numbered(10).slice(7), ...numbered(10)]);
    expect((nodeNamed(cluster.world, 'c')?.state as ConsumerState).assigned[0]?.position).toBe(10);
  });

  it('goes back to where the logs part when records that it had read are gone (unclean leader election)', () => {
    const risky = topic('orders', 1, 2, {
      assignment: [[1, 2]],
      config: { 'unclean.leader.election.enable': 'true', 'min.insync.replicas': '1' },
    });
    const cluster = new Cluster(
      scenario({
        topics: [risky],
        producers: [producer('p', 'orders', { config: { acks: '1' }, program: { interval: s(0.1), count: 900 } })],
        consumers: [consumer('c', ['orders'])],
      }),
    );
    // Broker 2 leaves the ISR; broker 1 goes on alone, then dies; broker 2 comes back and leads with a shorter log.
    cluster
      .do(10, { type: 'crash', node: 'broker-2', kind: 'process' })
      .do(50, { type: 'crash', node: 'broker-1', kind: 'process' })
      .do(80, { type: 'start', node: 'broker-2' })
      .until(120);
    const [cut] = cluster.entries('PositionTruncated');
    expect(cut).toBeDefined();
    expect(cut?.args.to).toBeLessThan(cut?.args.from ?? 0);
    expect(replicaView(cluster.world, 2, 0)?.logEndOffset).toBeGreaterThan(cut?.args.to ?? 0);
    expect((nodeNamed(cluster.world, 'c')?.state as ConsumerState).assigned[0]?.position).toBe(
      replicaView(cluster.world, 2, 0)?.highWatermark,
    );
  });

  it('takes its time with each record, and is not handed more meanwhile', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { program: { interval: s(0.01), count: 100 } })],
        consumers: [
          consumer('c', ['orders'], {
            startAt: s(5),
            processing: s(0.1),
            config: { 'auto.offset.reset': 'earliest', 'max.poll.records': '10' },
          }),
        ],
      }),
    ).until(20);
    const polls = cluster.entries('RecordsPrinted');
    expect(polls).toHaveLength(10);
    expect((polls[9]?.t ?? 0) - (polls[0]?.t ?? 0)).toBe(s(9));
  });

  it('that wants fetch.min.bytes gets what there is after fetch.max.wait.ms (consumer-089)', () => {
    const waited = (config: { readonly [name: string]: string }): number => {
      const cluster = new Cluster(
        scenario({
          topics: [one],
          producers: [producer('p', 'orders', { startAt: s(5.5), config: { acks: '1' }, program: { count: 1 } })],
          consumers: [consumer('c', ['orders'], { config: { 'auto.offset.reset': 'earliest', ...config } })],
        }),
      ).until(8);
      const visible = cluster.entries('HighWatermarkAdvanced').find(({ args }) => args.role === 'leader');
      return (cluster.entries('RecordsPrinted')[0]?.t ?? 0) - (visible?.t ?? 0);
    };
    expect(waited({})).toBeLessThan(s(0.01));
    const patient = waited({ 'fetch.min.bytes': '1000000', 'fetch.max.wait.ms': '2000' });
    expect(patient).toBeGreaterThan(s(0.5));
    expect(patient).toBeLessThan(s(2.01));
  });

  it('of a topic that grows reads the new partition after a metadata refresh', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        consumers: [
          consumer('c', ['orders'], { config: { 'auto.offset.reset': 'earliest', 'metadata.max.age.ms': '5000' } }),
        ],
        producers: [
          producer('p', 'orders', {
            config: { 'metadata.max.age.ms': '5000' },
            program: { interval: s(0.5), keys: [null], partition: null },
          }),
        ],
      }),
    );
    cluster.do(4, { type: 'createPartitions', topic: 'orders', count: 2, assignment: [[2, 3, 1]] });
    cluster
      .do(5, {
        type: 'send',
        node: 'p',
        records: [{ topic: 'orders', partition: 1, key: null, value: 'new', headers: [] }],
      })
      .until(20);
    expect(logged(cluster, 2, 1)).toContain('new');
    expect(printed(cluster, 'c')).toContain('new');
  });
});
