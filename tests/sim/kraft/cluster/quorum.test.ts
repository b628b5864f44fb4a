import { describe, expect, it } from 'vitest';
import { controllerNow, registrationOf } from '../../../../src/sim/read/controller.ts';
import { topicView } from '../../../../src/sim/read/partitions.ts';
import {
  activeController,
  Cluster,
  consumer,
  kraft,
  LAYOUTS,
  orders,
  producer,
  s,
  topic,
  traffic,
} from './kraft-cluster.ts';

/** Only brokers 4 and 5 have replicas: voters die here, brokers with records do not. */
const LED = { name: 'orders', partitions: 1, replicationFactor: 2, assignment: [[4, 5]], config: {} };

describe.each(LAYOUTS)('the quorum in era $era with $roles roles', (layout) => {
  const given = kraft(layout, {
    brokerCount: 5,
    topics: [LED],
    producers: [producer('p', 'orders')],
    consumers: [consumer('c', ['orders'])],
  });

  it.each([1, 2, 3])(
    'elects another leader when its leader dies; clients notice nothing and no living broker is fenced (seed %i)',
    (seed) => {
      const cluster = new Cluster(given, seed).until(8);
      const dead = activeController(cluster);
      const { epoch } = controllerNow(cluster.world);
      cluster.do(8, { type: 'crash', node: dead, kind: 'process' }).until(8 + 2 + 2 * 3);
      expect(activeController(cluster)).not.toBe(dead);
      expect(controllerNow(cluster.world).epoch).toBeGreaterThan(epoch);
      cluster.until(30);
      const fenced = cluster.entries('BrokerFenced').map(({ args }) => `broker-${args.broker}`);
      expect(fenced).toEqual(layout.roles === 'combined' ? [dead] : []);
      expect(orders(cluster.world)).toMatchObject({ leader: 4, leaderEpoch: 0, isr: [4, 5] });
      expect(cluster.entries('BatchRetried').filter(({ t }) => t > s(8))).toEqual([]);
      const { acknowledged, printed } = traffic(cluster);
      expect(printed).toBe(acknowledged);
    },
  );

  it('gives every broker a full session again when its leader changes', () => {
    const cluster = new Cluster(given).until(8);
    const dead = activeController(cluster);
    const broker = dead === 'broker-5' ? 4 : 5;
    cluster.do(8, { type: 'crash', node: `broker-${broker}`, kind: 'process' });
    cluster.do(12, { type: 'crash', node: dead, kind: 'process' }).until(40);
    const won = cluster.entries('ControllerElected').at(-1);
    const fenced = cluster.entries('BrokerFenced').find(({ args }) => args.broker === broker);
    expect(won?.t).toBeGreaterThan(s(12));
    expect((fenced?.t ?? 0) - (won?.t ?? 0)).toBeGreaterThanOrEqual(s(9));
    expect((fenced?.t ?? 0) - (won?.t ?? 0)).toBeLessThan(s(layout.era === '4.0' ? 9.5 + 9 / 8 : 9.5));
  });

  it('decides nothing without a majority, while producers and consumers go on; what was asked is done when it is back (kraft-073)', () => {
    const cluster = new Cluster(given).until(8);
    const [a, b] = voters(cluster);
    cluster
      .do(8, { type: 'crash', node: a as string, kind: 'process' })
      .do(8, { type: 'crash', node: b as string, kind: 'process' });
    cluster.do(15, { type: 'createTopic', topic: topic('late', 1, 2, { assignment: [[4, 5]] }) });
    const before = traffic(cluster).acknowledged;
    cluster.until(30);
    expect(topicView(cluster.world, 'late')).toBeNull();
    expect(cluster.entries('QuorumLeaderElected').filter(({ t }) => t > s(8))).toEqual([]);
    expect(traffic(cluster).acknowledged - before).toBeGreaterThan(140);
    cluster.do(30, { type: 'start', node: a as string }).until(60);
    expect(topicView(cluster.world, 'late')).not.toBeNull();
    expect(registrationOf(cluster.world, 4)).toBe('active');
  });
});

/** Names of the voters' processes, the active controller first. */
function voters(cluster: Cluster): readonly string[] {
  const { setup } = cluster.world;
  const names = setup.voters.map(({ id, node }) =>
    setup.nodeOfBroker.includes(node) ? `broker-${id}` : `controller-${id}`,
  );
  const active = activeController(cluster);
  return [active, ...names.filter((name) => name !== active)];
}
