import { describe, expect, it } from 'vitest';
import { nodeOf } from '../../../src/sim/read/nodes.ts';
import { Cluster, producer, scenario, topic } from './build.ts';

const orders = topic('orders', 1, 3, { assignment: [[1, 2, 3]] });

/** How long each record took from the append to the acknowledgement, in microseconds, of those appended from `from` on. */
function latencies(cluster: Cluster, from: number): number[] {
  const appended = cluster.entries('RecordsAppended').filter(({ t }) => t >= from);
  return appended.flatMap(({ t, args }) => {
    const answer = cluster.entries('RecordsAcknowledged').find(({ args: acked }) => acked.baseOffset === args.from);
    return answer === undefined ? [] : [answer.t - t];
  });
}

function run(node: string, acks: string, extra: number): Cluster {
  const cluster = new Cluster(
    scenario({ topics: [orders], producers: [producer('p', 'orders', { config: { acks }, program: { count: 60 } })] }),
  );
  return cluster.do(2, { type: 'slowDisk', node, extra }).until(12);
}

describe('a slow disk', () => {
  it('of the leader keeps each answer back for as long as the append takes', () => {
    const slow = latencies(run('broker-1', '1', 50_000), 2_000_000);
    expect(slow.length).toBeGreaterThan(30);
    for (const latency of slow) expect(latency).toBeGreaterThanOrEqual(50_000);
    for (const latency of latencies(run('broker-2', '1', 50_000), 2_000_000)) expect(latency).toBeLessThan(10_000);
  });

  it('of a follower keeps its next fetch back, and with it the high watermark and acks=all', () => {
    for (const latency of latencies(run('broker-2', 'all', 50_000), 2_000_000))
      expect(latency).toBeGreaterThanOrEqual(50_000);
  });

  it('that is fast again has nothing left to write: what waited for it leaves at once', () => {
    const cluster = new Cluster(
      scenario({
        topics: [orders],
        producers: [producer('p', 'orders', { config: { acks: '1' }, program: { count: 60 } })],
      }),
    )
      .do(2, { type: 'slowDisk', node: 'broker-1', extra: 2_000_000 })
      .do(6, { type: 'healDisk', node: 'broker-1' })
      .until(8);
    const acknowledged = cluster.entries('RecordsAcknowledged');
    // One every two seconds while it was slow; the rest in the order of their records when it was not.
    expect(acknowledged.filter(({ t }) => t > 6_000_000 && t < 6_010_000).length).toBeGreaterThan(3);
    const offsets = acknowledged.map(({ args }) => args.baseOffset);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    for (const latency of latencies(cluster, 6_010_000)) expect(latency).toBeLessThan(10_000);
  });

  it('does one write after another, so that a disk slower than its load falls further and further behind', () => {
    const all = latencies(run('broker-1', '1', 150_000), 2_000_000);
    expect(all.at(10)).toBeGreaterThan((all[0] ?? 0) + 300_000);
  });

  it('slower than replica.lag.time.max.ms has a follower leave the ISR, and healed it is let in again', () => {
    const cluster = new Cluster(
      scenario({
        config: { broker: { 'replica.lag.time.max.ms': '2000' }, producer: {}, consumer: {} },
        topics: [orders],
        producers: [producer('p', 'orders', { config: { acks: '1' } })],
      }),
    );
    cluster.do(3, { type: 'slowDisk', node: 'broker-3', extra: 5_000_000 }).until(12);
    expect(cluster.entries('IsrChanged').at(-1)?.args.isr).toEqual([1, 2]);
    cluster.do(12, { type: 'healDisk', node: 'broker-3' }).until(30);
    expect(cluster.entries('IsrChanged').at(-1)?.args.isr.slice().sort()).toEqual([1, 2, 3]);
  });

  it('has sent nothing yet of what waits for it when the process is killed', () => {
    const cluster = run('broker-1', '1', 2_000_000);
    const first = cluster.entries('RecordsAppended').find(({ t }) => t > 2_000_000);
    const again = new Cluster(
      scenario({
        topics: [orders],
        producers: [producer('p', 'orders', { config: { acks: '1', retries: '0' }, program: { count: 60 } })],
      }),
    );
    again.do(2, { type: 'slowDisk', node: 'broker-1', extra: 2_000_000 });
    again.do(((first?.t ?? 0) + 1000) / 1_000_000, { type: 'crash', node: 'broker-1', kind: 'process' }).until(6);
    const acked = again.entries('RecordsAcknowledged').map(({ args }) => args.baseOffset);
    expect(acked).not.toContain(first?.args.from);
    expect(acked.length).toBeGreaterThan(0);
  });
});

describe('a network that falls into islands', () => {
  it('cuts every link between them, both ways, and none within, and heals as a whole', () => {
    const cluster = new Cluster(scenario({ topics: [orders] }));
    cluster.do(3, {
      type: 'partitionNetwork',
      islands: [
        ['broker-1', 'zookeeper-1'],
        ['broker-2', 'broker-3'],
      ],
    });
    const links = (): string[] =>
      [0, 1, 2, 3].flatMap((from) =>
        nodeOf(cluster.world, from).links.flatMap((link, to) => (link?.cut === true ? [`${from}>${to}`] : [])),
      );
    expect(links()).toEqual(['0>2', '0>3', '1>2', '1>3', '2>0', '2>1', '3>0', '3>1']);
    cluster.do(40, { type: 'healNetwork' });
    expect(links()).toEqual([]);
    cluster.until(80);
    expect(cluster.entries('IsrChanged').at(-1)?.args.isr.slice().sort()).toEqual([1, 2, 3]);
  });
});
