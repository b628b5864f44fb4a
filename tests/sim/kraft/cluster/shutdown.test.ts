import { describe, expect, it } from 'vitest';
import { brokerView } from '../../../../src/sim/read/brokers.ts';
import { controllerNow, registrationOf } from '../../../../src/sim/read/controller.ts';
import { eachRecord } from '../../../../src/sim/read/log.ts';
import { replicaView } from '../../../../src/sim/read/replicas.ts';
import { nodeNamed } from '../../../../src/sim/read/nodes.ts';
import { activeController, Cluster, consumer, kraft, LAYOUTS, orders, producer, s, traffic } from './kraft-cluster.ts';

const LED = { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[4, 5, 1]], config: {} };

describe.each(LAYOUTS)('a clean stop in era $era with $roles roles', (layout) => {
  const given = kraft(layout, {
    brokerCount: 5,
    topics: [LED],
    producers: [producer('p', 'orders')],
    consumers: [consumer('c', ['orders'])],
  });

  it('has the controller move the leaderships first, and goes when all others know of it', () => {
    const cluster = new Cluster(given).do(8, { type: 'stop', node: 'broker-4' }).until(20);
    const [begun] = cluster.entries('ControlledShutdownBegun');
    expect((begun?.t ?? 0) - s(8)).toBeLessThan(s(0.1));
    expect(cluster.entries('LeaderElected').at(-1)?.args).toMatchObject({
      leader: 5,
      previous: 4,
      election: 'controlledShutdown',
    });
    const exited = cluster.entries('ProcessExited')[0];
    expect(exited?.t).toBeGreaterThan(cluster.entries('LeaderStarted').at(-1)?.t ?? Infinity);
    expect((exited?.t ?? 0) - s(8)).toBeLessThan(s(5));
    expect(cluster.entries('BrokerFenced').map(({ args }) => [args.broker, args.reason])).toEqual([[4, 'shutdown']]);
    expect(brokerView(cluster.world, 4)).toMatchObject({ condition: 'stopped', registration: 'fenced' });
    expect(orders(cluster.world)).toMatchObject({ leader: 5, leaderEpoch: 1, isr: [5, 1] });
    const { acknowledged, printed } = traffic(cluster);
    expect(printed).toBe(acknowledged);
    expect(acknowledged).toBeGreaterThan(150);
  });

  it('lets it register again at once, in 4.0 when its session is over, and leaves nothing to be cut from its log', () => {
    const cluster = new Cluster(given).do(8, { type: 'stop', node: 'broker-4' }).until(13);
    cluster.do(13, { type: 'start', node: 'broker-4' }).until(40);
    expect(cluster.entries('BrokerRegistrationRefused').length > 0).toBe(layout.era === '4.0');
    const registered = cluster.entries('BrokerRegistered').findLast(({ args }) => args.broker === 4);
    expect((registered?.t ?? 0) > s(8 + 9)).toBe(layout.era === '4.0');
    expect(cluster.entries('LogTruncated')).toEqual([]);
    expect(registrationOf(cluster.world, 4)).toBe('active');
    expect([...orders(cluster.world).isr].sort()).toEqual([1, 4, 5]);
  });

  it('without anybody to ask waits for a controller, and goes when there is one again', () => {
    const cluster = new Cluster(given).until(8);
    const voters = cluster.world.setup.voters.map(({ node }) => cluster.world.nodes && nodeName(cluster, node));
    for (const node of voters) cluster.do(8, { type: 'freeze', node });
    cluster.do(8.1, { type: 'stop', node: 'broker-4' }).until(30);
    expect(brokerView(cluster.world, 4)?.condition).toBe('stopping');
    for (const node of voters) cluster.do(30, { type: 'thaw', node });
    cluster.until(60);
    expect(brokerView(cluster.world, 4)?.condition).toBe('stopped');
  });
});

describe('rolling restart', () => {
  it.each(LAYOUTS)('loses nothing in era $era with $roles roles', (layout) => {
    const given = kraft(layout, { producers: [producer('p', 'orders')], consumers: [consumer('c', ['orders'])] });
    const cluster = new Cluster(given);
    let at = 8;
    for (const id of [1, 2, 3]) {
      cluster.do(at, { type: 'stop', node: `broker-${id}` });
      // A process manager waits for the end, and for the replicas to be in sync again.
      const ended = (): boolean => nodeNamed(cluster.world, `broker-${id}`)?.status === 'down';
      for (let i = 0; i < 60 && !ended(); i++) cluster.until((at += 0.5));
      cluster.do(at, { type: 'start', node: `broker-${id}` });
      for (let i = 0; i < 60 && orders(cluster.world).isr.length < 3; i++) cluster.until((at += 0.5));
      expect(orders(cluster.world).isr).toHaveLength(3);
    }
    cluster.until(at + 10);
    expect(cluster.entries('RecordsFailed')).toEqual([]);
    // A leader that has not heard yet that it was replaced may write what its successor has not; then it is sent again, and is there once.
    const values: string[] = [];
    const { id, leader } = orders(cluster.world);
    const log = replicaView(cluster.world, leader, id)?.log;
    if (log !== undefined) eachRecord(log, 0, log.logEndOffset, ({ record }) => values.push(record.value ?? ''));
    expect(values).toEqual(values.map((_, n) => `v${n}`));
    expect(values.length).toBeGreaterThanOrEqual(traffic(cluster).acknowledged);
    const { acknowledged, printed } = traffic(cluster);
    expect(printed).toBe(acknowledged);
    expect(acknowledged).toBeGreaterThan(100);
    expect(orders(cluster.world).leaderEpoch).toBeGreaterThanOrEqual(2);
    expect(activeController(cluster)).not.toBe('');
    // A voter that stops cleanly gives its leadership up: the quorum is led again within a second.
    if (layout.roles === 'combined') expect(controllerNow(cluster.world).epoch).toBeGreaterThan(1);
  });
});

function nodeName({ world }: Cluster, id: number): string {
  for (const name of ['controller-101', 'controller-102', 'controller-103', 'broker-1', 'broker-2', 'broker-3'])
    if (nodeNamed(world, name)?.id === id) return name;
  throw new Error(`node ${id} is no voter`);
}
