import { describe, expect, it } from 'vitest';
import { emptyVec, vecToArray } from '../../../src/lib/vec.ts';
import { brokersOf } from '../../../src/sim/read/brokers.ts';
import { partitionView } from '../../../src/sim/read/partitions.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { logOf, replicaView } from '../../../src/sim/read/replicas.ts';
import { eachRecord } from '../../../src/sim/read/log.ts';
import { Cluster, consumer, producer, s, scenario, topic } from './build.ts';

const one = topic('orders', 1, 3, { assignment: [[1, 2, 3]] });

function values(cluster: Cluster, broker: number): string[] {
  const log = logOf(cluster.world, broker, 0);
  const all: string[] = [];
  if (log !== null)
    eachRecord(log, log.logStartOffset, log.logEndOffset, (logged) => all.push(logged.record.value ?? ''));
  return all;
}

describe('replication', () => {
  it('copies every record to every in-sync replica and moves the high watermark to the log end', () => {
    const cluster = new Cluster(
      scenario({ topics: [one], producers: [producer('p', 'orders', { program: { count: 20 } })] }),
    ).until(8);
    for (const broker of [1, 2, 3]) {
      const view = replicaView(cluster.world, broker, 0);
      expect([view?.logEndOffset, view?.highWatermark]).toEqual([20, 20]);
      expect(values(cluster, broker)).toEqual(Array.from({ length: 20 }, (_, n) => `v${n}`));
    }
    expect(cluster.entries('RecordsAcknowledged').reduce((sum, entry) => sum + entry.args.count, 0)).toBe(20);
  });

  it('lets a consumer read below the high watermark only', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { config: { acks: '1' } })],
        consumers: [consumer('c', ['orders'])],
      }),
    );
    cluster.do(3, { type: 'freeze', node: 'broker-2' }).do(3, { type: 'freeze', node: 'broker-3' }).until(6);
    const leader = replicaView(cluster.world, 1, 0);
    expect(leader?.logEndOffset).toBeGreaterThan((leader?.highWatermark ?? 0) + 20);
    const printed = Math.max(...cluster.entries('RecordsPrinted').map((entry) => entry.args.to));
    expect(printed).toBe(leader?.highWatermark);
  });

  it('removes a follower that lags for replica.lag.time.max.ms to one and a half times that, and takes it back when it has caught up', () => {
    // The controller leads, so that the cut keeps nobody but one follower from anything.
    const controller =
      brokersOf(new Cluster(scenario({ topics: [one] })).until(1).world).find((broker) => broker.isController)
        ?.brokerId ?? 1;
    const [follower, other] = [1, 2, 3].filter((id) => id !== controller) as [number, number];
    const led = topic('orders', 1, 3, { assignment: [[controller, other, follower]] });
    const cluster = new Cluster(scenario({ topics: [led], producers: [producer('p', 'orders')] }));
    const link = { from: `broker-${controller}`, to: `broker-${follower}` };
    cluster.do(5, { type: 'cutLink', ...link }).until(60);
    const shrunk = cluster.entries('IsrChanged').find((entry) => entry.args.isr.length === 2);
    expect(shrunk?.args.isr).not.toContain(follower);
    expect((shrunk?.t ?? 0) - s(5)).toBeGreaterThan(s(29));
    expect((shrunk?.t ?? 0) - s(5)).toBeLessThan(s(46));
    cluster
      .do(60, { type: 'healLink', ...link })
      .do(95, { type: 'setProgram', node: 'p', program: null })
      .until(100);
    expect([...partitionView(cluster.world, 0).isr].sort()).toEqual([1, 2, 3]);
    expect(values(cluster, follower)).toEqual(values(cluster, controller));
  });
});

describe('a leader that dies', () => {
  it('is replaced by the first live in-sync replica in assignment order when its session has run out, in the next epoch', () => {
    const cluster = new Cluster(scenario({ topics: [one], producers: [producer('p', 'orders')] }));
    cluster.do(5, { type: 'crash', node: 'broker-1', kind: 'process' }).until(40);
    const elected = cluster.entries('LeaderElected').find((entry) => entry.args.election === 'offline');
    expect(elected?.args).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2, 3], previous: 1, unclean: false });
    expect((elected?.t ?? 0) - s(5)).toBeGreaterThan(s(11));
    expect((elected?.t ?? 0) - s(5)).toBeLessThan(s(20));
    const acked = cluster.entries('RecordsAcknowledged').reduce((sum, entry) => sum + entry.args.count, 0);
    expect(values(cluster, 2).length).toBeGreaterThanOrEqual(acked);
  });

  it('loses acknowledged records with acks=1 and none with acks=all', () => {
    const lost = (acks: string): number => {
      const cluster = new Cluster(
        scenario({
          topics: [one],
          producers: [producer('p', 'orders', { config: { acks }, program: { interval: s(0.01) } })],
          network: { latency: 5000, jitter: 500 },
        }),
      );
      cluster.do(5, { type: 'crash', node: 'broker-1', kind: 'process' }).until(40);
      const kept = new Set(values(cluster, 2));
      const acked = cluster
        .entries('RecordsAcknowledged')
        .flatMap((entry) => entry.args.batch.records.map((record) => record.value ?? ''));
      return acked.filter((value) => !kept.has(value)).length;
    };
    expect(lost('1')).toBeGreaterThan(0);
    expect(lost('all')).toBe(0);
  });

  it('comes back as a follower, is cut back to where its log parts from the new leader, and rejoins the ISR', () => {
    const cluster = new Cluster(
      scenario({
        topics: [one],
        producers: [producer('p', 'orders', { config: { acks: '1' }, program: { interval: s(0.01) } })],
        network: { latency: 5000, jitter: 500 },
      }),
    );
    cluster.do(5, { type: 'crash', node: 'broker-1', kind: 'process' });
    const before = logOf(cluster.world, 1, 0)?.logEndOffset ?? 0;
    cluster
      .do(40, { type: 'start', node: 'broker-1' })
      .do(75, { type: 'setProgram', node: 'p', program: null })
      .until(80);
    const cut = cluster.entries('LogTruncated').filter((entry) => entry.args.broker === 1);
    expect(cut[0]?.args.from).toBe(before);
    expect(cut[0]?.args.to).toBeLessThan(before);
    expect([...partitionView(cluster.world, 0).isr].sort()).toEqual([1, 2, 3]);
    expect(partitionView(cluster.world, 0).leader).toBe(2);
    const epochs = vecToArray(logOf(cluster.world, 1, 0)?.batches ?? emptyVec<RecordBatch>()).map(
      (batch) => batch.partitionLeaderEpoch,
    );
    expect(epochs).toEqual(
      vecToArray(logOf(cluster.world, 2, 0)?.batches ?? emptyVec<RecordBatch>()).map(
        (batch) => batch.partitionLeaderEpoch,
      ),
    );
  });

  it('is refused while its old session lives, and says what it waits for', () => {
    const cluster = new Cluster(scenario({ topics: [one] }));
    cluster
      .do(5, { type: 'crash', node: 'broker-1', kind: 'process' })
      .do(6, { type: 'start', node: 'broker-1' })
      .until(8);
    const waiting = cluster
      .entries('BrokerStateChanged')
      .filter((entry) => entry.args.broker === 1 && entry.args.waitingFor !== null);
    expect(waiting.length).toBeGreaterThan(0);
    cluster.until(40);
    expect([...partitionView(cluster.world, 0).isr].sort()).toEqual([1, 2, 3]);
  });
});
